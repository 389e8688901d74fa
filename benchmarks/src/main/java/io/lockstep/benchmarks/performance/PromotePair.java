package io.lockstep.benchmarks.performance;

import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.NodeStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A pair of daemons, each on a core of its own, that run a NAT on an endless replay: the primary streams, the backup executes, and its
 * own ports replay the same packets. The primary can be killed and the backup promoted.
 */
final class PromotePair implements AutoCloseable {
    private static final int TASKSET_SECONDS = 10;
    private static final int FIRST_TCP_PORT = 21_400;
    private static final int POOL_BUFFERS = 65_535; // the replayed capture is held in them
    private static final Path DPDK_RUNTIME = Path.of("/var/run/dpdk");
    private static final String PREFIX = "lockstep-promote-";
    private static final String LAN_MAC = "02:70:63:61:70:00"; // net_pcap's own, of its first device

    private final Lab lab;
    private final BenchNode primary;
    private final BenchNode backup;
    private long executedInPromotion;

    private PromotePair(Lab lab, BenchNode primary, BenchNode backup) {
        this.lab = lab;
        this.primary = primary;
        this.backup = backup;
    }

    /** Starts both nodes. */
    static PromotePair start(Lab lab, int number, Path capture) throws IOException {
        BenchNode backup = BenchNode.start(lab, backup(lab, number, capture));
        try {
            return new PromotePair(lab, BenchNode.start(lab, primary(lab, number, capture)), backup);
        } catch (IOException e) {
            backup.close();
            throw e;
        }
    }

    /**
     * Has the daemon trained as the backup of such a pair, while its primary streams.
     *
     * @return a lab whose daemon has an AOT cache
     * @throws BenchmarkFailure when there is none now; says why
     */
    static Lab train(Lab lab, int number, Path capture, int seconds)
            throws IOException, InterruptedException, BenchmarkFailure {
        try (BenchNode primary = BenchNode.start(lab, primary(lab, number, capture))) {
            Path home = TrainedHome.make(lab, backup(lab, number, capture).write(), seconds);
            primary.sample(); // it has streamed to the end, or says why not
            return lab.with(home);
        } catch (AdminException e) {
            throw new BenchmarkFailure("the primary of the training run does not answer: " + e.getMessage());
        } finally {
            clearUp();
        }
    }

    private static NodeFile primary(Lab lab, int number, Path capture) throws IOException {
        return file(lab, "a" + number, "primary", lab.firstCore(), tcpPort(number), tcpPort(number) + 2, capture);
    }

    private static NodeFile backup(Lab lab, int number, Path capture) throws IOException {
        return file(lab, "b" + number, "backup", lab.secondCore(), tcpPort(number) + 2, tcpPort(number), capture);
    }

    /** Of the primary; not those of the pair before, which the kernel may keep for a while. */
    private static int tcpPort(int number) {
        return FIRST_TCP_PORT + 4 * number;
    }

    private static NodeFile file(Lab lab, String name, String role, int core, int listen, int peer, Path capture)
            throws IOException {
        NodeFile file = new NodeFile(lab, name, role, core);
        if (!lab.hugePages()) {
            file.dpdk("eal", "[\"--no-pci\", \"--no-telemetry\", \"--file-prefix=" + PREFIX + role + "\"]");
        }
        return file.dpdk("pool-buffers", POOL_BUFFERS)
                .dpdk("buffer-bytes", 1_024)
                .port("lan", "net_pcap0", "rx_pcap=" + capture + ",infinite_rx=1")
                .ofPort("address", Captures.INSIDE)
                .port("wan", "net_pcap1", "rx_pcap=" + Captures.gateway(lab.directory()))
                .ofPort("address", Captures.OUTSIDE + "/24")
                .ofPort("gateway", Captures.GATEWAY)
                .portsMtu(900)
                .function("nat", lab.nat(), "nat", "{ inside: lan, outside: wan, max-flows: 65536 }")
                .replication("listen", "127.0.0.1:" + listen)
                .replication("peer", "127.0.0.1:" + peer)
                .replication("peer-timeout", "5s");
    }

    /** The address that the replayed packets are sent to. */
    static long nodeMac() {
        return Long.parseLong(LAN_MAC.replace(":", ""), 16);
    }

    /**
     * Waits until the backup has executed so many records; returns how many it executes in a second. Leaves the primary alone: what it would
     * answer while the backup starts costs both of them time.
     */
    double awaitLoad(long records) throws Exception {
        backup.await("in sync with records", status -> executed(status) > 0);
        Sample from = backup.sample();
        backup.await("that far", status -> executed(status) >= executed(from.status()) + records);
        Sample to = backup.sample();
        return (executed(to.status()) - executed(from.status())) * 1e9 / (to.ns() - from.ns());
    }

    /**
     * Kills the primary as {@code kill -9} does, and promotes the backup once it misses it. This process keeps off the backup's core
     * meanwhile, and to the dead one's: elsewhere it would not be on the backup's machine.
     */
    NodeStatus.Promotion promote() throws Exception {
        keepTo(Integer.toString(lab.firstCore()));
        try {
            return killAndPromote();
        } finally {
            keepTo(lab.firstCore() + "," + lab.secondCore()); // what is started next inherits it
        }
    }

    private NodeStatus.Promotion killAndPromote() throws Exception {
        primary.close();
        backup.awaitState("primary-lost");
        long executedBefore = executed(backup.sample().status());
        backup.promote();
        backup.await(
                "releasing as primary",
                status -> status.state().equals("solo") && status.promotion().firstReleaseAtUs() > 0);
        NodeStatus status = backup.sample().status();
        executedInPromotion = executed(status) - executedBefore;
        return status.promotion();
    }

    /** Records that the backup had received and not yet executed when it was promoted; a few of them it executed just before. */
    long executedInPromotion() {
        return executedInPromotion;
    }

    /** All threads of this process. */
    private static void keepTo(String cpus) throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        Process taskset = Children.start(new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", cpus, pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        if (!taskset.waitFor(TASKSET_SECONDS, TimeUnit.SECONDS) || taskset.exitValue() != 0) {
            throw new BenchmarkFailure("taskset does not keep this process to the CPUs " + cpus
                    + ": expected that it may use them; see taskset -p " + pid);
        }
        Children.end(taskset);
    }

    private static long executed(NodeStatus status) {
        return status.counts().replayed();
    }

    @Override
    public void close() throws IOException {
        primary.close();
        backup.close();
        clearUp();
    }

    /** Removes what DPDK leaves of a process that was killed. */
    private static void clearUp() throws IOException {
        for (String role : List.of("primary", "backup")) {
            Path left = DPDK_RUNTIME.resolve(PREFIX + role);
            if (Files.isDirectory(left)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(left)) {
                    for (Path file : files) {
                        Files.delete(file);
                    }
                }
                Files.delete(left);
            }
        }
    }
}
