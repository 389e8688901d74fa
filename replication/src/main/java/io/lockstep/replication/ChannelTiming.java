package io.lockstep.replication;

/**
 * The times by which a channel goes, in milliseconds.
 *
 * @param heartbeatIntervalMs a side that has sent nothing for so long sends a HEARTBEAT
 * @param ackIntervalUs a backup acknowledges at most so often, in microseconds, unless much has been executed; 0: every duty cycle
 * @param peerTimeoutMs a connection on which nothing was heard for so long is closed
 * @param handshakeTimeoutMs from connecting, or being connected to, to the end of the handshake
 * @param redialMinMs first pause of a backup before it dials again; doubles with every failure
 * @param redialMaxMs longest such pause
 * @param probeIntervalMs how often a primary without a backup asks its peer for a higher epoch
 * @param maxPendingHandshakes most connections that have not finished their handshake; the oldest gives way
 */
public record ChannelTiming(
        int heartbeatIntervalMs,
        int ackIntervalUs,
        int peerTimeoutMs,
        int handshakeTimeoutMs,
        int redialMinMs,
        int redialMaxMs,
        int probeIntervalMs,
        int maxPendingHandshakes) {
    /** {@link #ackIntervalUs} where output waits for acknowledgements: the primary releases. */
    public static final int EAGER_ACK_US = 0;

    /** What a node runs with unless its config says otherwise: the backup releases, and only the log's room waits for acknowledgements. */
    public static final ChannelTiming DEFAULT = new ChannelTiming(100, 200, 1000, 1000, 100, 500, 1000, 4);

    /** Checks that the values make sense together. */
    public ChannelTiming {
        check("heartbeatIntervalMs", heartbeatIntervalMs, 1, 60_000);
        check("ackIntervalUs", ackIntervalUs, 0, 1000);
        check("peerTimeoutMs", peerTimeoutMs, 2 * heartbeatIntervalMs, 600_000);
        check("handshakeTimeoutMs", handshakeTimeoutMs, 10, 60_000);
        check("redialMinMs", redialMinMs, 1, 60_000);
        check("redialMaxMs", redialMaxMs, redialMinMs, 60_000);
        check("probeIntervalMs", probeIntervalMs, 10, 600_000);
        check("maxPendingHandshakes", maxPendingHandshakes, 1, 64);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
