package io.lockstep.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Section {@code dpdk}: what the environment abstraction layer and the buffer pool get.
 *
 * @param eal further EAL arguments, after the daemon's own
 * @param hugePages false for {@code --no-huge}
 * @param memoryMb memory that EAL takes at start; empty: see {@link NodeConfig#memoryMb}
 * @param poolBuffers packet buffers of the node's pool; empty: see {@link NodeConfig#poolBuffers}
 * @param bufferBytes data room of a buffer without headroom; a frame must fit into one
 */
public record DpdkSettings(
        List<String> eal, boolean hugePages, OptionalInt memoryMb, OptionalInt poolBuffers, int bufferBytes) {
    /** What DPDK keeps before the data in a buffer. */
    public static final int HEADROOM_BYTES = 128;

    /** What a buffer takes beside its data: rte_mbuf, mempool object header, padding. */
    static final int MBUF_OVERHEAD_BYTES = 256;

    static final int MAX_BUFFER_BYTES = 0xffff - HEADROOM_BYTES;

    /** EAL arguments that belong to a key of their own. */
    private static final Map<String, String> OWN_KEYS = Map.of(
            "--no-huge", "dpdk.huge-pages: false",
            "-m", "dpdk.memory-mb",
            "--vdev", "ports[].vdev",
            "-l", "node.cores",
            "-c", "node.cores",
            "--lcores", "node.cores");

    /** Copies the list. */
    public DpdkSettings {
        eal = List.copyOf(eal);
    }

    static DpdkSettings defaults() {
        return new DpdkSettings(List.of(), true, OptionalInt.empty(), OptionalInt.empty(), 2048);
    }

    static DpdkSettings read(Section dpdk) {
        return new DpdkSettings(
                dpdk.list("eal", "a list of EAL arguments such as [\"--in-memory\"]", DpdkSettings::ealArgument),
                dpdk.read("huge-pages", true, Values::flag),
                optionalInt(dpdk, "memory-mb", 16, 1 << 20),
                optionalInt(dpdk, "pool-buffers", 512, 1 << 26),
                dpdk.read("buffer-bytes", 2048, value -> Values.integer(value, 1024, MAX_BUFFER_BYTES)));
    }

    private static OptionalInt optionalInt(Section section, String key, int min, int max) {
        return section.optional(key, value -> Values.integer(value, min, max))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static String ealArgument(YamlValue value) throws ValueException {
        String argument = Values.text(value);
        int equals = argument.indexOf('=');
        String ownKey = OWN_KEYS.get(equals < 0 ? argument : argument.substring(0, equals));
        if (ownKey != null) {
            throw Values.wrong(value, "the key " + ownKey + " instead of this EAL argument");
        }
        return argument;
    }
}
