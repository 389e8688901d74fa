package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.TestNode;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A timer has no packet: a verdict about one is the function's fault and harms nothing else. */
final class TimerVerdictTest {
    /** Asks for one verdict at every firing. */
    private record Asking(BiConsumer<PacketContext, DropReason> verdict) implements NetworkFunctionFactory {
        @Override
        public String type() {
            return "asking";
        }

        @Override
        public NetworkFunction open(NfSetup setup) {
            DropReason reason = setup.dropReason("asked", "asked for");
            setup.timer("tick", Duration.ofMillis(1));
            return () -> new PacketProcessor() {
                @Override
                public void process(PacketContext context) {
                    context.pass();
                }

                @Override
                public void onTimer(PacketContext context, int timer) {
                    verdict.accept(context, reason);
                }
            };
        }
    }

    static Stream<Arguments> verdicts() {
        return Stream.<BiConsumer<PacketContext, DropReason>>of(
                        (context, reason) -> context.forward(0),
                        PacketContext::drop,
                        (context, reason) -> context.pass())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void shouldCountAVerdictThatNeedsAPacketAsAFault(BiConsumer<PacketContext, DropReason> verdict) {
        FunctionSpec spec = new FunctionSpec("asking", new Asking(verdict), null, 0);
        try (TestNode node = new TestNode(TestNode.options(Role.PRIMARY, false, 1, 1), spec)) {
            node.run();
            node.manualClock().advance(1_000_000);
            node.run();
            assertEquals(1, node.lost(Loss.NF_EXCEPTION.ordinal()));
            assertEquals(1, node.faults().size());
            assertEquals(0, node.port(0, 0).sent().size());
        }
    }
}
