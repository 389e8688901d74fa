package io.lockstep.benchmarks.jmh;

import io.lockstep.nat.NatFactory;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The NAT's own work on a 64-byte packet, through its public processor and without worker, rings or ports. Both figures include the
 * copy of the frame into the buffer that the NAT may change.
 */
public class NatBenchmark extends Part {
    private static final int FLOWS = 1024;
    private static final int FRAME_BYTES = 64;
    private static final int INSIDE_HOST = 0x0a00_0002; // 10.0.0.2
    private static final int SERVER = 0xc633_6409; // 198.51.100.9
    private static final int EXTERNAL = 0xcb00_7101; // 203.0.113.1

    /** What the packet carries. */
    @Param({"udp", "tcp"})
    public String protocol;

    private final Packet[] known = new Packet[FLOWS];
    private Packet refused;
    private Arena arena;
    private PacketProcessor processor;
    private DirectContext context;

    /** Opens the NAT and its flows. */
    @Setup(Level.Trial)
    public void open() {
        arena = Arena.ofShared();
        DirectSetup setup = new DirectSetup(
                List.of(
                        new PortInfo(0, "lan", List.of(0x0a00_0001), 8, 1500),
                        new PortInfo(1, "wan", List.of(EXTERNAL), 24, 1500)),
                Map.of("inside", "lan", "outside", "wan", "max-flows", 10 * FLOWS));
        processor = new NatFactory().open(setup).newProcessor();
        context = new DirectContext(arena, setup.state());
        for (int i = 0; i < FLOWS; i++) {
            known[i] = frame(INSIDE_HOST, 10_000 + i);
            context.process(processor, 0, known[i]);
        }
        refused = frame(EXTERNAL, 10_000);
        requireForwarded(FLOWS);
    }

    /** Frees all. */
    @TearDown(Level.Trial)
    public void close() {
        arena.close();
    }

    /**
     * Parse: Ethernet, IPv4 with its checksum, and the transport header are read and checked; then the packet is dropped because its
     * source is the NAT's own address. No access.
     */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long parseAndRefuse() {
        for (int i = 0; i < FLOWS; i++) {
            context.process(processor, 0, refused);
        }
        return context.dropped();
    }

    /** Parse, lookup of one of 1,024 known flows (the access runs inline), translation with both checksums, verdict. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public long translateKnownFlow() {
        for (int i = 0; i < FLOWS; i++) {
            context.process(processor, 0, known[i]);
        }
        return context.forwarded();
    }

    private Packet frame(int source, int sourcePort) {
        return protocol.equals("udp")
                ? FrameBytes.udp(arena, FRAME_BYTES, source, sourcePort, SERVER)
                : FrameBytes.tcp(arena, FRAME_BYTES, source, sourcePort, SERVER);
    }

    private void requireForwarded(int packets) {
        if (context.forwarded() != packets) {
            throw new IllegalStateException("the NAT forwarded " + context.forwarded() + " of " + packets
                    + " first packets of flows, expected all: look at the benchmark's frames");
        }
    }
}
