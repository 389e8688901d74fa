package io.lockstep.daemon.config;

import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.worker.Worker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node's whole configuration, checked in itself: names resolve, numbers fit each other. Whether files, devices and cores
 * exist is not known yet. Made by {@link NodeConfigParser}.
 *
 * @param file the file it was read from
 * @param node who the node is
 * @param dpdk the environment abstraction layer and the buffer pool
 * @param ports at least one; a port's index is its position
 * @param functions at least one; a function's index is its position
 * @param replication empty for a node without a pair
 * @param metrics where metrics are served; empty: nowhere
 * @param hooks commands to run
 * @param logging what is logged
 */
public record NodeConfig(
        Path file,
        NodeSettings node,
        DpdkSettings dpdk,
        List<PortSettings> ports,
        List<FunctionSettings> functions,
        Optional<ReplicationSettings> replication,
        Optional<MetricsSettings> metrics,
        HookSettings hooks,
        LoggingSettings logging) {
    /** Copies the lists. */
    public NodeConfig {
        ports = List.copyOf(ports);
        functions = List.copyOf(functions);
    }

    /** All ports as network functions see them, by index. */
    public List<PortInfo> portInfos() {
        return ports.stream().map(PortSettings::info).toList();
    }

    /** Index of the port to which a port's passed packets go; empty where it has no peer. */
    public OptionalInt peerIndex(PortSettings port) {
        return port.peer()
                .map(peer -> OptionalInt.of(
                        ports.stream().map(PortSettings::name).toList().indexOf(peer)))
                .orElse(OptionalInt.empty());
    }

    /** Indexes in {@link #functions} of a port's chain, in order. */
    public int[] chainIndexes(PortSettings port) {
        List<String> names = functions.stream().map(FunctionSettings::name).toList();
        return port.chain().stream().mapToInt(names::indexOf).toArray();
    }

    /** A fresh reader of a function's own section, for one opening of the function. */
    public NodeNfConfig nfConfig(FunctionSettings function) {
        return new NodeNfConfig(function.config(), portInfos());
    }

    /** Which node lets output leave; {@link ReleaseHome#BACKUP} without a pair. */
    public ReleaseHome release() {
        return replication.map(ReplicationSettings::release).orElse(ReleaseHome.BACKUP);
    }

    /**
     * Packet buffers of the node's pool: as configured, or {@link #leastPoolBuffers} rounded up to the next 2<sup>n</sup> - 1, which
     * suits DPDK's pools best.
     */
    public int poolBuffers() {
        return dpdk.poolBuffers().orElseGet(() ->
                (int) Math.max(8191, Math.min(Integer.MAX_VALUE, Long.highestOneBit(leastPoolBuffers()) * 2 - 1)));
    }

    /**
     * Packet buffers with which the pool does not run dry: one for every descriptor, those that may wait to be sent, twice the packets in
     * flight, the threads' caches, and where the primary releases those that it may hold. Without a buffer a backup cannot
     * replay the record for which all others wait.
     */
    long leastPoolBuffers() {
        long descriptors = ports.stream()
                .mapToLong(port -> port.rxDescriptors() + port.txDescriptors())
                .sum();
        long waiting = (long) ports.size() * Worker.MOST_BUFFERS_WAITING_PER_PORT;
        long held = release() == ReleaseHome.PRIMARY ? Worker.mostBuffersHeld(node.inFlight()) : 0;
        return node.workers() * (descriptors + waiting + 2L * node.inFlight() + held + 1024);
    }

    /**
     * Memory that EAL takes at start in MiB: as configured; without hugepages, where EAL would take 64 whatever is needed, enough
     * for the pool and 64 more; else empty, EAL takes pages as they are needed.
     */
    public OptionalInt memoryMb() {
        if (dpdk.memoryMb().isPresent() || dpdk.hugePages()) {
            return dpdk.memoryMb();
        }
        return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, poolMb() + 64));
    }

    /** Memory of the pool in MiB, rounded up. */
    long poolMb() {
        long bufferBytes = (long) dpdk.bufferBytes() + DpdkSettings.HEADROOM_BYTES + DpdkSettings.MBUF_OVERHEAD_BYTES;
        return ((poolBuffers() * bufferBytes) >> 20) + 1;
    }
}
