package io.lockstep.benchmarks.torture;

import java.nio.file.Path;

/** The configuration of a round's two nodes, which differ in names and addresses of the direct link alone. */
final class PairFile {
    private PairFile() {}

    /**
     * Makes the text.
     *
     * @param letter a or b
     * @param plugin of {@link io.lockstep.benchmarks.torture.plugin.Ledgers}
     */
    static String text(TortureOptions options, RoundPlan plan, String letter, Path socket, Path plugin) {
        boolean first = letter.equals("a");
        return """
                # One node of a pair under torture, made by scripts/torture.
                node:
                  name: node-%1$s
                  role: %2$s
                  workers: %3$d
                  owners: %4$d
                  threads: %5$s
                  idle: backoff
                  admin-socket: %6$s
                  state-dir: %17$s

                dpdk:
                  eal: [%7$s"--no-pci", "--no-telemetry", "--file-prefix=%8$s-%1$s"]
                  huge-pages: %9$s

                ports:
                  - name: lan
                    device: net_af_packet0
                    vdev: "net_af_packet0,iface=lan0,qpairs=%3$d,framecnt=4096,blocksz=65536"
                    address: 10.0.0.1/24
                  - name: wan
                    device: net_af_packet1
                    vdev: "net_af_packet1,iface=wan0,qpairs=%3$d,framecnt=4096,blocksz=65536"
                    address: 203.0.113.1/24

                functions:
                  - name: ledgers
                    plugin: %10$s
                  - name: nat
                    plugin: %11$s
                    owner: %12$d
                    config: { inside: lan, outside: wan, max-flows: 4096 }

                replication:
                  listen: 192.168.7.%13$d:7400
                  peer: 192.168.7.%14$d:7400
                  peer-timeout: %15$dms
                  on-backup-loss: %16$s
                  release: %18$s
                """.formatted(
                        letter,
                        first ? "primary" : "backup",
                        plan.workers(),
                        plan.owners(),
                        plan.dedicated() ? "dedicated" : "shared",
                        socket,
                        options.hugePages() ? "\"--in-memory\", " : "",
                        options.run(),
                        options.hugePages(),
                        plugin,
                        options.home().resolve("plugins").resolve("lockstep-nat.jar"),
                        plan.owners() - 1,
                        first ? 1 : 2,
                        first ? 2 : 1,
                        Round.PEER_TIMEOUT_MS,
                        plan.fault().onBackupLoss().name().toLowerCase(java.util.Locale.ROOT),
                        socket.getParent(),
                        plan.releaseByPrimary() ? "primary" : "backup");
    }
}
