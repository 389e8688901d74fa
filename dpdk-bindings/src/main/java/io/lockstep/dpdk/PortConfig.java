package io.lockstep.dpdk;

/**
 * How a port is to be set up; also, as {@link EthPort#configure} returns it, how it was.
 *
 * @param rxQueues receive queues, one per worker
 * @param txQueues transmit queues, one per worker
 * @param rxDescriptors packets that an RX queue holds; moved into the device's limits
 * @param txDescriptors packets that a TX queue holds; moved into the device's limits
 * @param mtuBytes longest IP packet, without the Ethernet header; 0 for DPDK's default, which is 1500
 * @param rss whether to spread IPv4 and IPv6, TCP and UDP over the RX queues by hash; false comes back from a device
 *     that cannot (af_packet then leaves the spreading to the kernel's fanout)
 */
public record PortConfig(int rxQueues, int txQueues, int rxDescriptors, int txDescriptors, int mtuBytes, boolean rss) {
    private static final int DEFAULT_DESCRIPTORS = 1024;

    public PortConfig {
        requireRange("rxQueues", rxQueues, 1);
        requireRange("txQueues", txQueues, 1);
        requireRange("rxDescriptors", rxDescriptors, 1);
        requireRange("txDescriptors", txDescriptors, 1);
        requireRange("mtuBytes", mtuBytes, 0);
    }

    /** So many RX and TX queues, 1024 descriptors each, MTU 1500, RSS if there is a choice of queues. */
    public static PortConfig ofQueues(int queues) {
        return new PortConfig(queues, queues, DEFAULT_DESCRIPTORS, DEFAULT_DESCRIPTORS, 0, queues > 1);
    }

    private static void requireRange(String name, int value, int least) {
        if (value < least || value > 0xFFFF) {
            throw new IllegalArgumentException("%s is %d, expected %d to 65535".formatted(name, value, least));
        }
    }
}
