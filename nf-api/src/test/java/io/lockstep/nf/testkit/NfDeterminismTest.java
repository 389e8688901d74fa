package io.lockstep.nf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.Access;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.CounterArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NfDeterminismTest {
    private static final int FRAME_BYTES = 16;
    private static final Access<CounterArray> COUNT =
            (counters, context) -> context.value(1, counters.increment((int) context.value(0)));
    private static final Access<CounterArray> COUNT_TIME =
            (counters, context) -> context.value(1, counters.add(7, System.nanoTime()));

    private static long staticPackets;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldPassAWellBehavedFunction(long seed) {
        DeterminismReport report = check(seed, WellBehaved::open);
        assertEquals(300 + 6, report.inputs());
        assertEquals(300, report.outputs());
        assertTrue(report.accesses() > 600, report.toString());
    }

    @Test
    void shouldInterleavePacketsOnThePrimary() {
        NfTestBed bed = node(WellBehaved::open).seed(1).build();
        inputs().forEach(input -> input.applyTo(bed));
        bed.run();
        List<Long> ordinals = bed.accesses(0).stream()
                .filter(access -> access.worker() == 1)
                .map(OwnerAccess::ordinal)
                .toList();
        assertTrue(!ordinals.equals(ordinals.stream().sorted().toList()), "no packet overtook another");
    }

    @Test
    void shouldCatchAClock() {
        diverges(
                "forward to wan",
                setup -> () -> context -> {
                    context.packet().putLong(0, System.nanoTime());
                    context.forward(1);
                });
    }

    @Test
    void shouldCatchAClockInAnAccessAndNameTheAccess() {
        DivergenceError error = diverges("access 0 (owner 1, sequence number 0, variable counters)", setup -> {
            SharedVariable<CounterArray> counters = counters(setup, 1);
            return () -> context -> context.access(counters, COUNT_TIME, PacketContext::pass);
        });
        assertTrue(error.getMessage().contains("its results differ: slot 1 holds"), error.getMessage());
    }

    @Test
    void shouldCatchStateThatOnlyTheRegionsShow() {
        diverges("shared variable counters, region counters at offset 56", setup -> {
            SharedVariable<CounterArray> counters = counters(setup, 0);
            return () -> context -> context.access(
                    counters, (state, access) -> state.set(7, state.get(7) ^ System.nanoTime()), PacketContext::pass);
        });
    }

    @Test
    void shouldCatchStaticState() {
        diverges(
                "forward to wan",
                setup -> () -> context -> {
                    context.packet().putLong(0, staticPackets++);
                    context.forward(1);
                });
    }

    @Test
    void shouldCatchStateOfAProcessor() {
        diverges(
                "starts over",
                setup -> () -> new PacketProcessor() {
                    private long packets;

                    @Override
                    public void process(PacketContext context) {
                        context.packet().putLong(0, packets++);
                        context.forward(1);
                    }
                });
    }

    @Test
    void shouldCatchWhatOnePacketLeavesForAnother() {
        diverges("forward to wan", setup -> {
            SharedVariable<CounterArray> counters = counters(setup, 0);
            return () -> new PacketProcessor() {
                private long scratch;

                @Override
                public void process(PacketContext context) {
                    scratch = context.packet().getLong(8);
                    context.value(0, 0);
                    context.access(counters, COUNT, this::counted);
                }

                private void counted(PacketContext context) {
                    context.packet().putLong(0, scratch);
                    context.forward(1);
                }
            };
        });
    }

    @Test
    void shouldCatchStateOfAStateObjectOutsideItsRegions() {
        diverges("starts over", setup -> {
            SharedVariable<long[]> heap = setup.shared("heap", regions -> new long[1]);
            return () -> context -> context.access(heap, (state, access) -> access.value(0, state[0]++), then -> {
                then.packet().putLong(0, then.value(0));
                then.forward(1);
            });
        });
    }

    @Test
    void shouldCatchUndefinedBytesAndSlots() {
        diverges(
                "forward to wan",
                setup -> () -> context -> {
                    context.packet().resize(FRAME_BYTES + 8);
                    context.forward(1);
                });
        diverges(
                "done",
                setup -> () -> context -> {
                    context.emit(context.newPacket(8), 0);
                    context.done();
                });
        diverges(
                "forward to wan",
                setup -> () -> context -> {
                    context.packet().putLong(0, context.value(3));
                    context.forward(1);
                });
    }

    @Test
    void shouldCatchAccessesThatARecordLacksOrHasLeft() {
        NfDeterminismTest.staticPackets = 0;
        DivergenceError error = assertThrows(
                DivergenceError.class,
                () -> check(1, setup -> {
                    SharedVariable<CounterArray> counters = counters(setup, 0);
                    long opened = staticPackets++;
                    return () -> context -> {
                        context.value(0, 0);
                        if (opened == 0) {
                            context.pass();
                        } else {
                            context.access(counters, COUNT, PacketContext::pass);
                        }
                    };
                }));
        assertTrue(error.getMessage().contains("access 0 to counters (owner 0) has no tag"), error.getMessage());
        error = assertThrows(
                DivergenceError.class,
                () -> check(1, setup -> {
                    SharedVariable<CounterArray> counters = counters(setup, 0);
                    long opened = staticPackets++;
                    return () -> context -> {
                        context.value(0, 0);
                        if (opened > 2) {
                            context.pass();
                        } else {
                            context.access(counters, COUNT, PacketContext::pass);
                        }
                    };
                }));
        assertTrue(error.getMessage().contains("after 0 accesses; recorded were"), error.getMessage());
    }

    @Test
    void shouldCatchAnAccessToAnotherOwner() {
        staticPackets = 0;
        diverges("recorded was owner", setup -> {
            SharedVariable<CounterArray> counters = counters(setup, (int) (staticPackets++ % 2));
            return () -> context -> {
                context.value(0, 0);
                context.access(counters, COUNT, PacketContext::pass);
            };
        });
    }

    /** Exceptions drop alike on both nodes, in the worker's code and in accesses. */
    @Test
    void shouldPassAFunctionThatThrowsDeterministically() {
        DeterminismReport report = check(9, setup -> {
            SharedVariable<CounterArray> counters = counters(setup, 0);
            return () -> context -> {
                context.value(0, context.packet().getByte(8) % 12);
                context.access(counters, COUNT, then -> then.forward((int) then.value(1) % 7));
            };
        });
        assertTrue(report.drops().get("nf-exception") > 50, report.toString());
        assertTrue(report.outputs() > 50, report.toString());
    }

    private static SharedVariable<CounterArray> counters(NfSetup setup, int owner) {
        return setup.shared("counters", owner, regions -> CounterArray.create(regions, "counters", 8));
    }

    private static DeterminismReport check(long seed, Function<NfSetup, Supplier<PacketProcessor>> opening) {
        return NfDeterminism.check(node(opening).seed(seed), inputs());
    }

    private static DivergenceError diverges(String what, Function<NfSetup, Supplier<PacketProcessor>> opening) {
        DivergenceError error = assertThrows(DivergenceError.class, () -> check(1, opening));
        assertTrue(error.getMessage().contains(what), error.getMessage());
        assertTrue(error.getMessage().contains("[seed 1, replay "), error.getMessage());
        return error;
    }

    private static NfTestBedBuilder node(Function<NfSetup, Supplier<PacketProcessor>> opening) {
        return TestFunctions.node(opening).workers(3).owners(2).inFlightLimit(8);
    }

    private static List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (int packet = 0; packet < 300; packet++) {
            byte[] frame = new byte[FRAME_BYTES];
            frame[8] = (byte) (packet * 7 & 0x3f);
            frame[9] = (byte) packet;
            inputs.add(Input.packet("lan", frame));
            if (packet % 50 == 25) {
                inputs.add(Input.advance(Duration.ofSeconds(1)));
            }
        }
        return inputs;
    }
}
