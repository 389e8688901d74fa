package io.lockstep.benchmarks.demo;

import java.nio.file.Path;

/** The configuration of one of the demo's two nodes. Both differ in names and addresses of the direct link alone. */
final class NodeFile {
    private NodeFile() {}

    /**
     * Makes the text.
     *
     * @param letter a or b
     * @param role primary or backup
     * @param own last number of the node's address on the direct link
     * @param peer last number of the peer's
     */
    static String text(DemoOptions options, String letter, String role, int own, int peer, Path socket) {
        return """
                # One node of the demo's pair, made by scripts/demo. docs/configuration.md explains every key.
                node:
                  name: node-%1$s
                  role: %2$s
                  workers: 2
                  threads: shared
                  idle: backoff
                  admin-socket: %3$s
                  state-dir: %10$s

                dpdk:
                  eal: [%4$s"--no-pci", "--file-prefix=%5$s-%1$s"]
                  huge-pages: %6$s

                ports:
                  - name: lan
                    device: net_af_packet0
                    vdev: "net_af_packet0,iface=lan0,qpairs=2,framecnt=4096,blocksz=65536"
                    address: 10.0.0.1/24
                  - name: wan
                    device: net_af_packet1
                    vdev: "net_af_packet1,iface=wan0,qpairs=2,framecnt=4096,blocksz=65536"
                    address: 203.0.113.1/24

                functions:
                  - name: nat
                    plugin: %7$s
                    config: { inside: lan, outside: wan }

                replication:
                  listen: 192.168.7.%8$d:7400
                  peer: 192.168.7.%9$d:7400
                """.formatted(
                        letter,
                        role,
                        socket,
                        options.hugePages() ? "\"--in-memory\", " : "",
                        options.run(),
                        options.hugePages(),
                        options.home().resolve("plugins").resolve("lockstep-nat.jar"),
                        own,
                        peer,
                        socket.getParent());
    }
}
