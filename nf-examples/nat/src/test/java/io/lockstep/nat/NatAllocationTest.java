package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.testkit.AllocationProbe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: nothing is allocated per packet, on whatever path: known and new flows, hairpin, fragments, ICMP errors, pings, expiry. */
class NatAllocationTest {
    private static final int ROUNDS = 3_000;

    @ParameterizedTest
    @EnumSource(Filtering.class)
    void shouldAllocateNothingPerPacket(Filtering filtering) {
        DirectSetup setup = new DirectSetup(
                List.of(Frame.address("203.0.113.1")),
                Map.of("inside", "lan", "outside", "wan", "max-flows", 10_000, "filtering", filtering.configName()));
        PacketProcessor processor = new NatFactory().open(setup).newProcessor();
        DirectContext context = new DirectContext(setup.state());
        List<Packet> lan = new ArrayList<>();
        List<Packet> wan = new ArrayList<>();
        for (Traffic.Arrival arrival : Traffic.oneOfEach()) {
            (arrival.port().equals("lan") ? lan : wan)
                    .add(packet(arrival.frame().bytes()));
        }
        Packet newFlow = packet(Frame.udp("10.0.0.2:5000", "198.51.100.9:53")
                .withoutUdpChecksum()
                .bytes());

        int[] round = new int[1];
        long bytes = AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                round(round[0]++, processor, context, lan, wan, newFlow);
            }
        });

        assertEquals(0, bytes, "bytes that every run of " + ROUNDS + " rounds allocates");
        assertTrue(context.forwarded > ROUNDS * 10L, "forwarded " + context.forwarded);
        assertTrue(context.emitted > 0 && context.dropped > 0 && context.consumed > 0, "all kinds of verdicts");
    }

    /** Flows are opened and swept all the time: a new source port each round, half a second apart. */
    private static void round(
            int round,
            PacketProcessor processor,
            DirectContext context,
            List<Packet> lan,
            List<Packet> wan,
            Packet flow) {
        for (int i = 0; i < lan.size(); i++) {
            context.process(processor, 0, lan.get(i));
        }
        for (int i = 0; i < wan.size(); i++) {
            context.process(processor, 1, wan.get(i));
        }
        flow.putShort(34, 10_000 + round);
        context.process(processor, 0, flow);
        context.advance(500_000_000L);
        context.timer(processor);
    }

    static Packet packet(byte[] frame) {
        MemorySegment memory = Arena.global().allocate(frame.length);
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, frame.length);
        Packet packet = new Packet();
        packet.wrap(0, memory.address(), frame.length, memory.address(), memory.address() + frame.length);
        return packet;
    }
}
