package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import io.lockstep.dpdk.bindings.ls_link_status;
import io.lockstep.dpdk.bindings.ls_port_config;
import io.lockstep.dpdk.bindings.ls_port_info;
import io.lockstep.dpdk.bindings.ls_port_stats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The cold calls of a port: structs in, records out, errors as exceptions. The EAL runs. */
final class PortCalls {
    private static final int MAC_BYTES = 6;

    private PortCalls() {}

    /** The result if it is none of an error. */
    static int check(String call, String device, int result, String advice) {
        if (result < 0) {
            throw DpdkException.failed(call, device, result, advice);
        }
        return result;
    }

    static int find(String name) {
        try (Arena arena = Arena.ofConfined()) {
            int result = LockstepDpdk.ls_port_find(arena.allocateFrom(name));
            return result >= 0 ? result : check("ls_port_find", name, result, portsThereAre());
        }
    }

    private static String portsThereAre() {
        String names =
                indexes().mapToObj(index -> info(index, "port " + index).name()).collect(Collectors.joining(", "));
        return ("Ports of this process: %s. Expected: the name of a --vdev, or the PCI address of a NIC "
                        + "bound to a DPDK driver (dpdk-devbind.py --status). Where a device is missing, DPDK's log on "
                        + "standard error says why: no such interface or file, or no permission (CAP_NET_RAW, "
                        + "CAP_NET_ADMIN).")
                .formatted(names.isEmpty() ? "none" : names);
    }

    /** Ids of all ports, ascending. */
    static IntStream indexes() {
        return IntStream.iterate(
                LockstepDpdk.ls_port_next(0), index -> index >= 0, index -> LockstepDpdk.ls_port_next(index + 1));
    }

    static PortInfo info(int index, String device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = ls_port_info.allocate(arena);
            check(
                    "ls_port_info_get",
                    device,
                    LockstepDpdk.ls_port_info_get(index, info),
                    "Expected: a port that exists.");
            return new PortInfo(
                    ls_port_info.name(info).getString(0),
                    ls_port_info.driver(info).getString(0),
                    ls_port_info.numa_socket(info),
                    ls_port_info.rx_queues(info),
                    ls_port_info.tx_queues(info),
                    ls_port_info.max_rx_queues(info),
                    ls_port_info.max_tx_queues(info),
                    Integer.toUnsignedLong(ls_port_info.max_rx_packet_length_bytes(info)),
                    ls_port_info.min_mtu_bytes(info),
                    ls_port_info.max_mtu_bytes(info),
                    ls_port_info.rss_supported(info) != 0);
        }
    }

    static PortConfig configure(int index, String device, PortConfig config, MbufPool pool) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = ls_port_config.allocate(arena);
            ls_port_config.rx_queues(struct, config.rxQueues());
            ls_port_config.tx_queues(struct, config.txQueues());
            ls_port_config.rx_descriptors(struct, config.rxDescriptors());
            ls_port_config.tx_descriptors(struct, config.txDescriptors());
            ls_port_config.mtu_bytes(struct, config.mtuBytes());
            ls_port_config.rss(struct, config.rss() ? 1 : 0);
            int result = LockstepDpdk.ls_port_configure(index, struct, pool.openHandle());
            if (result < 0) {
                throw DpdkException.failed("ls_port_configure", device, result, limits(index, device, config, pool));
            }
            return new PortConfig(
                    ls_port_config.rx_queues(struct),
                    ls_port_config.tx_queues(struct),
                    ls_port_config.rx_descriptors(struct),
                    ls_port_config.tx_descriptors(struct),
                    ls_port_config.mtu_bytes(struct),
                    ls_port_config.rss(struct) != 0);
        }
    }

    private static String limits(int index, String device, PortConfig asked, MbufPool pool) {
        PortInfo info = info(index, device);
        return ("Asked for: %s, from %s. Expected: a stopped port; at most %d RX and %d TX queues; an MTU of "
                        + "%d to %d bytes in frames of at most %d; and mbufs that hold %d bytes of headroom and a "
                        + "frame with two VLAN tags (MTU + 22).")
                .formatted(
                        asked,
                        pool,
                        info.maxRxQueues(),
                        info.maxTxQueues(),
                        info.minMtuBytes(),
                        info.maxMtuBytes(),
                        info.maxRxPacketLengthBytes(),
                        MbufPool.headroomBytes());
    }

    static byte[] mac(int index, String device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mac = arena.allocate(MAC_BYTES);
            check("ls_port_mac_get", device, LockstepDpdk.ls_port_mac_get(index, mac), "");
            return mac.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    static void setMac(int index, String device, byte[] address) {
        if (address.length != MAC_BYTES) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + address.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mac = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            check(
                    "ls_port_mac_set",
                    device,
                    LockstepDpdk.ls_port_mac_set(index, mac),
                    "Expected: a unicast address, and a driver that can change it.");
        }
    }

    static LinkStatus link(int index, String device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment link = ls_link_status.allocate(arena);
            check("ls_port_link_get", device, LockstepDpdk.ls_port_link_get(index, link), "");
            return new LinkStatus(
                    ls_link_status.up(link) != 0,
                    Integer.toUnsignedLong(ls_link_status.speed_mbps(link)),
                    ls_link_status.full_duplex(link) != 0,
                    ls_link_status.autonegotiated(link) != 0);
        }
    }

    static PortStats stats(int index, String device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stats = ls_port_stats.allocate(arena);
            check("ls_port_stats_get", device, LockstepDpdk.ls_port_stats_get(index, stats), "");
            return new PortStats(
                    ls_port_stats.ipackets(stats),
                    ls_port_stats.opackets(stats),
                    ls_port_stats.ibytes(stats),
                    ls_port_stats.obytes(stats),
                    ls_port_stats.imissed(stats),
                    ls_port_stats.ierrors(stats),
                    ls_port_stats.oerrors(stats),
                    ls_port_stats.rx_nombuf(stats));
        }
    }
}
