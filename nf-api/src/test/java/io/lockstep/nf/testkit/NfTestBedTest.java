package io.lockstep.nf.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.packet.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NfTestBedTest {
    private static final byte[] FRAME = {1, 2, 3, 4};

    @Test
    void shouldForwardWhatTheFunctionChanged() {
        NfTestBed bed = bed(context -> {
            context.packet().putByte(0, 9);
            context.forward(1);
        });
        assertEquals(List.of(new Output("wan", new byte[] {9, 2, 3, 4})), bed.receive("lan", FRAME));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, FRAME);
        assertEquals(List.of(), bed.run());
    }

    @Test
    void shouldPassToThePeer() {
        NfTestBed bed = bed(PacketContext::pass);
        assertEquals("wan", bed.receive("lan", FRAME).getFirst().port());
        assertEquals("lan", bed.receive("wan", FRAME).getFirst().port());
        assertEquals(List.of(), bed.receive("lonely", FRAME));
        assertEquals(Map.of("no-peer-port", 1L), bed.drops());
    }

    @Test
    void shouldSendEmittedPacketsBeforeThePacketItself() {
        NfTestBed bed = bed(context -> {
            Packet made = context.newPacket(2);
            context.forward(1);
            context.emit(made, 0);
            made.putShort(0, 0x0708);
        });
        List<Output> expected = List.of(new Output("lan", new byte[] {7, 8}), new Output("wan", FRAME));
        assertEquals(expected, bed.receive("lan", FRAME));
    }

    @Test
    void shouldGrowAPacketIntoItsHeadroom() {
        NfTestBed bed = bed(context -> {
            context.packet().moveStart(-4);
            context.packet().putInt(0, 0);
            context.forward(1);
        });
        byte[] grown = {0, 0, 0, 0, 1, 2, 3, 4};
        assertEquals(List.of(new Output("wan", grown)), bed.receive("lan", FRAME));
    }

    @Test
    void shouldCountDropsUnderTheirReason() {
        NfTestBed bed = TestFunctions.node(setup -> {
                    DropReason reason = setup.dropReason("too-dull", "The packet is dull.");
                    return () -> context -> context.drop(reason);
                })
                .build();
        bed.receive("lan", FRAME);
        bed.receive("lan", FRAME);
        assertEquals(2, bed.dropped("test.too-dull"));
        assertEquals(0, bed.dropped("no-verdict"));
    }

    @Test
    void shouldCountConsumedPackets() {
        NfTestBed bed = bed(PacketContext::done);
        bed.receive("lan", FRAME);
        assertEquals(1, bed.consumed());
        assertEquals(Map.of(), bed.drops());
    }

    @Test
    void shouldDropWhereNothingWasAskedFor() {
        NfTestBed bed = bed(context -> context.emit(context.newPacket(1), 0));
        assertEquals(List.of(), bed.receive("lan", FRAME));
        assertEquals(Map.of("no-verdict", 1L), bed.drops());
    }

    @Test
    void shouldDropWhereTheFunctionThrows() {
        NfTestBed bed = bed(context -> {
            context.emit(context.newPacket(1), 0);
            context.packet().getByte(4);
            context.forward(1);
        });
        assertEquals(List.of(), bed.receive("lan", FRAME));
        assertEquals(Map.of("nf-exception", 1L), bed.drops());
        assertInstanceOf(IndexOutOfBoundsException.class, bed.exceptions().getFirst());
    }

    @Test
    void shouldDropWhereTheFunctionBreaksARule() {
        broken("PASS asked for after FORWARD", context -> {
            context.forward(1);
            context.pass();
        });
        broken("port 3 does not exist; the node has ports 0 to 2", context -> context.forward(3));
        broken("port -1 does not exist", context -> context.emit(context.newPacket(1), -1));
        broken("not one that this function declared", context -> context.drop(BedDropReason.NO_PEER));
        broken("not one that this function declared", context -> context.drop(null));
        broken("not one that this function declared", context -> context.access(null, (state, access) -> {}, null));
        broken("only a packet from this context's newPacket", context -> context.emit(context.packet(), 0));
        broken("emitted already", context -> {
            Packet made = context.newPacket(1);
            context.emit(made, 0);
            context.emit(made, 0);
        });
        broken("one input may make 4 packets", context -> {
            for (int packet = 0; packet <= PacketContext.EXTRA_PACKETS; packet++) {
                context.newPacket(1);
            }
        });
        broken("does not fit a buffer", context -> context.newPacket(100_000));
    }

    @Test
    void shouldCatchAContextKeptAfterTheVerdict() {
        List<PacketContext> kept = new ArrayList<>();
        NfTestBed bed = bed(context -> {
            kept.add(context);
            kept.getFirst().packet();
            context.pass();
        });
        bed.receive("lan", FRAME);
        bed.receive("lan", FRAME);
        assertEquals(Map.of("nf-exception", 1L), bed.drops());
    }

    @Test
    void shouldGiveTimeAndRandomNumbersOfItsOwn() {
        List<Long> seen = new ArrayList<>();
        PacketProcessor processor = context -> {
            seen.add(context.now());
            seen.add(context.random());
            seen.add(context.random());
            context.done();
        };
        for (int run = 0; run < 2; run++) {
            NfTestBed bed = bed(processor);
            bed.receive("lan", FRAME);
            bed.advance(Duration.ofSeconds(1));
            bed.receive("lan", FRAME);
        }
        assertEquals(seen.subList(0, 6), seen.subList(6, 12));
        assertEquals(seen.get(0) + 1_000_000_000L, seen.get(3));
        assertEquals(
                4,
                List.of(seen.get(1), seen.get(2), seen.get(4), seen.get(5)).stream()
                        .distinct()
                        .count());
    }

    @Test
    void shouldFireTimersAtTheirTimesOnWorkerZero() {
        List<String> fired = new ArrayList<>();
        NfTestBed bed = TestFunctions.node(setup -> {
                    int slow = setup.timer("slow", Duration.ofSeconds(3));
                    int fast = setup.timer("fast", Duration.ofSeconds(2));
                    return () -> new PacketProcessor() {
                        @Override
                        public void process(PacketContext context) {
                            context.done();
                        }

                        @Override
                        public void onTimer(PacketContext context, int timer) {
                            assertEquals(0, context.packet().length());
                            fired.add((timer == slow ? "slow " : timer == fast ? "fast " : "? ")
                                    + context.now() / 1_000_000_000L % 60);
                            Packet made = context.newPacket(1);
                            made.putByte(0, timer);
                            context.emit(made, timer);
                            context.done();
                        }
                    };
                })
                .build();
        assertEquals(List.of(), bed.advance(Duration.ofMillis(1999)));
        assertEquals(List.of(new Output("wan", new byte[] {1})), bed.advance(Duration.ofMillis(1)));
        assertEquals(4, bed.advance(Duration.ofSeconds(4)).size());
        assertEquals(List.of("fast 2", "slow 3", "fast 4", "slow 6", "fast 6"), fired);
        assertEquals(0, bed.consumed());
        assertThrows(IllegalArgumentException.class, () -> bed.advance(Duration.ofNanos(-1)));
    }

    @Test
    void shouldRefuseAnUnknownKey() {
        NfTestBedBuilder builder = TestFunctions.node(setup -> {
                    setup.config().flag("strict", false);
                    return () -> PacketContext::pass;
                })
                .config("strikt", true);
        NfConfigException refused = assertThrows(NfConfigException.class, builder::build);
        assertTrue(refused.getMessage().contains("did you mean 'strict'"), refused.getMessage());
    }

    @Test
    void shouldRefuseDeclarationsAfterOpening() {
        NfTestBed bed = TestFunctions.node(setup -> () -> context -> setup.dropReason("late", "Too late."))
                .build();
        bed.receive("lan", FRAME);
        assertInstanceOf(IllegalStateException.class, bed.exceptions().getFirst());
    }

    @Test
    void shouldNameWhatDoesNotExist() {
        NfTestBed bed = bed(PacketContext::pass);
        IllegalArgumentException port = assertThrows(IllegalArgumentException.class, () -> bed.inject("wam", FRAME));
        assertEquals("no port is named 'wam'; the ports are [lan, wan, lonely]", port.getMessage());
        assertThrows(IllegalArgumentException.class, () -> bed.inject(1, "lan", FRAME));
        assertThrows(IllegalArgumentException.class, () -> bed.regions("flows"));
    }

    private static NfTestBed bed(PacketProcessor processor) {
        return TestFunctions.node(setup -> () -> processor).build();
    }

    private static void broken(String rule, PacketProcessor processor) {
        NfTestBed bed = bed(processor);
        assertEquals(List.of(), bed.receive("lan", FRAME));
        assertEquals(Map.of("nf-exception", 1L), bed.drops());
        String message = bed.exceptions().getFirst().getMessage();
        assertTrue(message.contains(rule), message);
    }
}
