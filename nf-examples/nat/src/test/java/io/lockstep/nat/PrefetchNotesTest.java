package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes of a pair prefetch at other moments, or never: what a prefetch has noted must make no difference. */
class PrefetchNotesTest {
    private static final int PACKETS = 2_000;
    private static final int STEPS = 3;

    private static final class Nat {
        final DirectSetup setup = new DirectSetup(
                List.of(Frame.address("203.0.113.1"), Frame.address("203.0.113.2")),
                Map.of("inside", "lan", "outside", "wan", "max-flows", 60));
        final PacketProcessor processor = new NatFactory().open(setup).newProcessor();
        final List<String> outputs = new ArrayList<>();
        final DirectContext context = new DirectContext(setup.state(), Arena.global(), this::keep);

        private void keep(Packet packet) {
            byte[] bytes = new byte[packet.length()];
            packet.getBytes(0, bytes, 0, bytes.length);
            outputs.add(HexFormat.of().formatHex(bytes));
        }

        void process(Traffic.Arrival arrival) {
            context.process(
                    processor,
                    arrival.port().equals("lan") ? 0 : 1,
                    NatAllocationTest.packet(arrival.frame().bytes()));
        }

        void passTime() {
            context.advance(100_000_000_000L);
            context.timer(processor);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldDoTheSameWhateverAPrefetchHasNoted(long seed) {
        Nat plain = new Nat();
        Nat noted = new Nat();
        Random random = new Random(seed);
        noted.context.beforeAccess = access -> {
            if (random.nextBoolean()) {
                for (int step = 0; step < STEPS; step++) {
                    access.prefetch(noted.setup.state(), noted.context, step);
                }
            }
            if (random.nextInt(3) == 0) {
                noted.context.value(Slots.HINT, random.nextBoolean() ? random.nextInt(62) - 1 : random.nextLong());
            }
        };
        Traffic traffic = new Traffic(seed);
        for (int i = 1; i <= PACKETS; i++) {
            Traffic.Arrival arrival = traffic.next();
            plain.process(arrival);
            noted.process(arrival);
            if (i % 200 == 0) {
                plain.passTime();
                noted.passTime();
            }
        }
        assertTrue(plain.outputs.size() > PACKETS / 4, "outputs: " + plain.outputs.size());
        assertEquals(plain.outputs, noted.outputs);
        assertEquals(Optional.empty(), plain.setup.regions().firstDifference(noted.setup.regions()));
    }
}
