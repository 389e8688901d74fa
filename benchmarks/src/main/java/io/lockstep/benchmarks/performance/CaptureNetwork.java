package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.torture.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two network namespaces joined by one veth pair, for {@link RealCapture}; nothing of it is in the root namespace. Closing removes both, as
 * does the end of this process, and {@code scripts/bench} where this process was killed.
 *
 * <pre>
 *   inside  eth0 10.0.0.16 to .31 ──── eth0 10.0.0.1, 203.0.113.10  outside
 * </pre>
 */
final class CaptureNetwork implements AutoCloseable {
    /** Roles, and the last part of the namespaces' names. */
    static final String INSIDE = "inside";

    static final String OUTSIDE = "outside";
    /** The server outside. */
    static final String SERVER = "203.0.113.10";
    /** First of the inside hosts' addresses. */
    static final int FIRST_HOST = 16;

    static final int HOSTS = 16;
    static final String INTERFACE = "eth0";

    private final String run;
    private final String inside;
    private final String outside;
    private final Thread hook = new Thread(this::remove, "remove-capture-network");

    /** Makes them; nothing is left behind where that fails. */
    CaptureNetwork(String run) throws IOException, InterruptedException {
        this.run = run;
        this.inside = run + "-" + INSIDE;
        this.outside = run + "-" + OUTSIDE;
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            make();
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** First part of the namespaces' names. */
    String run() {
        return run;
    }

    /** Address of one of the inside hosts. */
    static String host(int index) {
        return "10.0.0." + (FIRST_HOST + index % HOSTS);
    }

    private void make() throws IOException, InterruptedException {
        Shell.run("ip", "netns", "add", inside);
        Shell.run("ip", "netns", "add", outside);
        ip(inside, "link", "add", INTERFACE, "type", "veth", "peer", "name", INTERFACE, "netns", outside);
        plug(inside);
        plug(outside);
        for (int i = 0; i < HOSTS; i++) {
            ip(inside, "address", "add", host(i) + "/8", "dev", INTERFACE);
        }
        ip(outside, "address", "add", "10.0.0.1/8", "dev", INTERFACE);
        ip(outside, "address", "add", SERVER + "/32", "dev", INTERFACE);
        ip(inside, "route", "add", "default", "via", "10.0.0.1");
    }

    /** With offloads frames are larger than the MTU and lack checksums: no network would see such. */
    private static void plug(String namespace) throws IOException, InterruptedException {
        String[] features = {"rx", "tx", "sg", "tso", "gso", "gro"};
        String[] command = new String[3 + 2 * features.length];
        command[0] = "ethtool";
        command[1] = "-K";
        command[2] = INTERFACE;
        for (int i = 0; i < features.length; i++) {
            command[3 + 2 * i] = features[i];
            command[4 + 2 * i] = "off";
        }
        Shell.in(namespace, command);
        ip(namespace, "link", "set", "lo", "up");
        ip(namespace, "link", "set", INTERFACE, "up");
    }

    private static void ip(String namespace, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[3 + arguments.length];
        command[0] = "ip";
        command[1] = "-n";
        command[2] = namespace;
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        Shell.run(command);
    }

    /** What is there of them; the veth pair goes with its namespaces. */
    private void remove() {
        for (String namespace : new String[] {inside, outside}) {
            try {
                if (Files.exists(Path.of("/run/netns", namespace))) {
                    Shell.run("ip", "netns", "delete", namespace);
                }
            } catch (IOException e) {
                System.err.println("bench: the network namespace " + namespace
                        + " is still there, remove it with ip netns delete: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // this process is ending, and the hook runs or has run
        }
    }
}
