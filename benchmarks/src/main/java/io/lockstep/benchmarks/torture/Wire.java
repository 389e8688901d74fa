package io.lockstep.benchmarks.torture;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what each node really sends, whatever it says itself: nftables in the namespace of the switch, where the nodes' cables end.
 * The kernel of a node's namespace has no address there, so all of it is the daemon's.
 */
final class Wire implements AutoCloseable {
    private static final String TABLE = "bridge torture";

    private final String namespace;

    /** Starts counting, from 0. */
    Wire(String run) throws IOException, InterruptedException {
        this.namespace = run + "-switch";
        StringBuilder rules = new StringBuilder();
        StringBuilder counters = new StringBuilder();
        for (String node : List.of("a", "b")) {
            for (String type : List.of("ip", "arp")) {
                counters.append("  counter ")
                        .append(type)
                        .append('_')
                        .append(node)
                        .append(" {}\n");
                rules.append("    iifname { \"lan-%1$s\", \"wan-%1$s\" } ether type %2$s counter name %2$s_%1$s\n"
                        .formatted(node, type));
            }
        }
        Shell.in(
                namespace,
                "table " + TABLE + " {\n" + counters + "  chain sent {\n    type filter hook prerouting priority 0;\n"
                        + rules + "  }\n}\n",
                new String[] {"nft", "-f", "-"});
    }

    /** What the nodes have sent since the start of the round. */
    Frames frames() throws IOException, InterruptedException {
        Map<String, Object> answer = JSON.std.mapFrom(Shell.in(namespace, "nft", "-j", "list", "counters"));
        Map<String, Long> packets = new HashMap<>();
        for (Object entry : (List<?>) answer.get("nftables")) {
            if (((Map<?, ?>) entry).get("counter") instanceof Map<?, ?> counter) {
                packets.put((String) counter.get("name"), ((Number) counter.get("packets")).longValue());
            }
        }
        return new Frames(packets.get("ip_a"), packets.get("arp_a"), packets.get("ip_b"), packets.get("arp_b"));
    }

    @Override
    public void close() throws IOException {
        try {
            Shell.in(namespace, "nft", "delete table " + TABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the counters are still there");
        }
    }

    /** Frames that left node-a and node-b: released packets, and ARP. */
    record Frames(long ipOfA, long arpOfA, long ipOfB, long arpOfB) {
        Frames since(Frames before) {
            return new Frames(
                    ipOfA - before.ipOfA, arpOfA - before.arpOfA, ipOfB - before.ipOfB, arpOfB - before.arpOfB);
        }
    }
}
