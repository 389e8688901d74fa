package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * DPDK's own forwarder, which does nothing but receive and send: what the devices, and this machine, would allow. Its command line's
 * thread waits on the second core; the first forwards.
 */
final class Testpmd {
    private static final Path BINARY = Path.of("/usr/bin/dpdk-testpmd");
    private static final int HEADROOM_BYTES = 128;
    private static final int SETTLE_MS = 300;

    private final Lab lab;
    private final String mode;
    private final List<String> devices;
    private final int buffers;
    private final int bufferBytes;

    /**
     * Plans a run.
     *
     * @param mode {@code macswap} or {@code io}
     * @param devices arguments of {@code --vdev}, two
     * @param buffers in its pool
     * @param bufferBytes data room of each, without headroom
     */
    Testpmd(Lab lab, String mode, List<String> devices, int buffers, int bufferBytes) {
        this.lab = lab;
        this.mode = mode;
        this.devices = List.copyOf(devices);
        this.buffers = buffers;
        this.bufferBytes = bufferBytes;
    }

    /** Millions of packets a second that it takes from both ports, over one window. */
    double run() throws IOException, InterruptedException, BenchmarkFailure {
        if (!Files.isExecutable(BINARY)) {
            throw new BenchmarkFailure("there is no " + BINARY + ", the reference: install the package dpdk-dev");
        }
        try (TestpmdSession session =
                new TestpmdSession(command(), lab.directory().resolve("testpmd.log"), devices.size())) {
            session.start();
            Thread.sleep(SETTLE_MS);
            long fromNs = System.nanoTime();
            long from = session.received();
            Thread.sleep(lab.pace().windowMs());
            long toNs = System.nanoTime();
            long to = session.received();
            return (to - from) * 1e3 / (toNs - fromNs);
        }
    }

    private List<String> command() {
        // Line by line, although nobody sits in front of it.
        List<String> command = new ArrayList<>(List.of("stdbuf", "-oL", BINARY.toString()));
        command.addAll(List.of("-l", lab.secondCore() + "," + lab.firstCore()));
        command.addAll(List.of("--main-lcore", Integer.toString(lab.secondCore())));
        command.addAll(List.of("--no-pci", "--no-telemetry", "--in-memory"));
        if (!lab.hugePages()) {
            long bytes = (long) buffers * (bufferBytes + HEADROOM_BYTES + 256) + (64L << 20);
            command.addAll(List.of("--no-huge", "-m", Long.toString((bytes >> 20) + 1)));
        }
        devices.forEach(device -> command.add("--vdev=" + device));
        command.addAll(List.of("--", "-i", "--nb-cores=1", "--no-flush-rx"));
        command.add("--forward-mode=" + mode);
        command.add("--total-num-mbufs=" + buffers);
        command.add("--mbuf-size=" + (bufferBytes + HEADROOM_BYTES));
        return command;
    }
}
