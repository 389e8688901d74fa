package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The Internet checksum: over so many bytes (20 is an IPv4 header, 1,500 a whole packet), and changed for one rewritten address
 * without reading the data again. The bytes are in the first-level cache; checksums over bytes do not wait for one another, the
 * incremental ones do.
 */
public class ChecksumBenchmark extends Part {
    private static final int BATCH = 64;
    private static final int PACKETS = 8;

    private int seed = 0x0a00_0002;

    /** Packets whose bytes are summed, in turn. */
    @State(Scope.Benchmark)
    public static class Bytes {
        /** How many of each. */
        @Param({"20", "64", "1500"})
        public int bytes;

        private Arena arena;
        private final Packet[] packets = new Packet[PACKETS];

        /** Fills them. */
        @Setup(Level.Trial)
        public void open() {
            arena = Arena.ofShared();
            for (int i = 0; i < PACKETS; i++) {
                packets[i] = FrameBytes.empty(arena, bytes);
                for (int offset = 0; offset < bytes; offset++) {
                    packets[i].putByte(offset, offset * 31 + i);
                }
            }
        }

        /** Frees them. */
        @TearDown(Level.Trial)
        public void close() {
            arena.close();
        }
    }

    /** One checksum over all bytes. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int whole(Bytes state) {
        int checksums = 0;
        for (int i = 0; i < BATCH; i++) {
            checksums += Checksum.of(state.packets[i & (PACKETS - 1)], 0, state.bytes);
        }
        return checksums;
    }

    /** One checksum after the change of an address: its difference, then the update (RFC 1624). */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int incremental() {
        int checksum = seed;
        for (int i = 0; i < BATCH; i++) {
            checksum = Checksum.update(checksum, Checksum.difference32(seed, checksum));
        }
        seed += checksum;
        return checksum;
    }
}
