package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.plugin.FreshFlows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An endless replay of a capture into the inside port of a NAT; what leaves outside goes nowhere.
 *
 * @param capture that is played over and over; it is held in buffers of the pool
 * @param packets in it
 * @param longestFrameBytes of it, without frame check sequence
 * @param freshFromMs from when on every packet gets a source of its own, and so opens a flow, one in {@link FreshFlows#WARM_UP_SHARE}
 *     before that: milliseconds since the epoch, 0 for never
 */
record Replay(Path capture, int packets, int longestFrameBytes, long freshFromMs) {
    private static final int WORKING_BUFFERS = 16_384;
    private static final int LEAST_BUFFER_BYTES = 1_024;
    private static final int MTU_FRAME_BYTES = 1_518;
    private static final int SMALL_MTU = 900;
    private static final int MAX_FLOWS = 1 << 21;
    private static final int FRESH_MAX_FLOWS = 1 << 23;
    private static final int FIRST_ADDITIONAL = 10;
    private static final int ADDITIONAL = 31;
    private static final int FRESH_ADDITIONAL = 200;

    /** A replay of the flows of the capture. */
    Replay(Path capture, int packets, int longestFrameBytes) {
        this(capture, packets, longestFrameBytes, 0);
    }

    /** The same one, where from a moment on every packet opens a flow. */
    Replay freshFrom(long epochMs) {
        return new Replay(capture, packets, longestFrameBytes, epochMs);
    }

    /** Flows that there is room for. */
    int maxFlows() {
        return isFresh() ? FRESH_MAX_FLOWS : MAX_FLOWS;
    }

    private boolean isFresh() {
        return freshFromMs > 0;
    }

    /** Ports and the NAT itself, for a primary or a node without pair. */
    NodeFile configure(Lab lab, NodeFile file) throws IOException {
        file.dpdk("pool-buffers", buffers());
        return configure(lab, file, "net_pcap0", inside());
    }

    /** The same for a backup: its inside port gets nothing. */
    NodeFile configureBackup(Lab lab, NodeFile file) throws IOException {
        file.dpdk("pool-buffers", WORKING_BUFFERS);
        return configure(lab, file, "net_null0", "no-rx=1");
    }

    private NodeFile configure(Lab lab, NodeFile file, String insideDevice, String inside) throws IOException {
        String additional = IntStream.range(
                        FIRST_ADDITIONAL, FIRST_ADDITIONAL + (isFresh() ? FRESH_ADDITIONAL : ADDITIONAL))
                .mapToObj(host -> "198.51.100." + host)
                .collect(Collectors.joining(", ", "[", "]"));
        file.dpdk("buffer-bytes", bufferBytes())
                .port("lan", insideDevice, inside)
                .ofPort("address", Captures.INSIDE)
                .ofPort("promiscuous", true)
                .port("wan", "net_pcap1", outside(lab))
                .ofPort("address", Captures.OUTSIDE + "/24")
                .ofPort("gateway", Captures.GATEWAY)
                .ofPort("promiscuous", true)
                .ofPort("additional-addresses", additional);
        if (bufferBytes() < MTU_FRAME_BYTES) {
            file.portsMtu(SMALL_MTU);
        }
        if (isFresh()) {
            file.function("fresh", lab.functions(), "fresh-flows", "{ from-ms: " + freshFromMs + " }");
        }
        return file.function("nat", lab.nat(), "nat", "{ inside: lan, outside: wan, max-flows: " + maxFlows() + " }");
    }

    /** DPDK's own forwarder on the same devices. */
    Testpmd testpmd(Lab lab) throws IOException {
        return new Testpmd(
                lab, "io", List.of("net_pcap0," + inside(), "net_pcap1," + outside(lab)), buffers(), bufferBytes());
    }

    private String inside() {
        return "rx_pcap=" + capture + ",infinite_rx=1";
    }

    private static String outside(Lab lab) throws IOException {
        return "rx_pcap=" + Captures.gateway(lab.directory());
    }

    private int buffers() {
        return packets + WORKING_BUFFERS;
    }

    /** Frames that a port may send must fit, and those that come in. */
    private int bufferBytes() {
        return longestFrameBytes <= SMALL_MTU ? LEAST_BUFFER_BYTES : MTU_FRAME_BYTES + 18;
    }
}
