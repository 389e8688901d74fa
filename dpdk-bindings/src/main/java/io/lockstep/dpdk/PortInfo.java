package io.lockstep.dpdk;

/**
 * What a port is and can do.
 *
 * @param name device name: of a virtual device as in {@code --vdev}, else the PCI address
 * @param driver poll-mode driver
 * @param numaSocket where the device is attached; -1 unknown
 * @param rxQueues configured RX queues; before {@link EthPort#configure} what the driver likes
 * @param txQueues configured TX queues
 * @param maxRxQueues most RX queues the device has
 * @param maxTxQueues most TX queues the device has
 * @param maxRxPacketLengthBytes longest frame, as the driver states it
 * @param minMtuBytes least MTU
 * @param maxMtuBytes greatest MTU
 * @param rssSupported whether the device can spread TCP or UDP over its RX queues
 */
public record PortInfo(
        String name,
        String driver,
        int numaSocket,
        int rxQueues,
        int txQueues,
        int maxRxQueues,
        int maxTxQueues,
        long maxRxPacketLengthBytes,
        int minMtuBytes,
        int maxMtuBytes,
        boolean rssSupported) {}
