package io.lockstep.dpdk;

/**
 * A port's counters since start or {@link EthPort#resetStats()}, named as in DPDK.
 *
 * @param ipackets received packets
 * @param opackets sent packets
 * @param ibytes received bytes
 * @param obytes sent bytes
 * @param imissed dropped by the device because nobody polled in time
 * @param ierrors received broken
 * @param oerrors failed to send
 * @param rxNoMbuf dropped because the pool had no mbuf
 */
public record PortStats(
        long ipackets,
        long opackets,
        long ibytes,
        long obytes,
        long imissed,
        long ierrors,
        long oerrors,
        long rxNoMbuf) {}
