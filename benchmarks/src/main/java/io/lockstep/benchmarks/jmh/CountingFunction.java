package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.CounterArray;

/** A network function that does nothing but count each packet so many times, one access after the other, and pass it on. */
record CountingFunction(int accesses) implements NetworkFunctionFactory {
    private static final Access<CounterArray> COUNT = (counters, context) -> counters.increment(0);

    @Override
    public String type() {
        return "counting";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        SharedVariable<CounterArray> counters =
                setup.shared("counters", regions -> CounterArray.create(regions, "packets", 1));
        return () -> new Processor(counters, accesses);
    }

    private static final class Processor implements PacketProcessor {
        private final SharedVariable<CounterArray> counters;
        private final int accesses;
        private final Continuation next = this::next;

        Processor(SharedVariable<CounterArray> counters, int accesses) {
            this.counters = counters;
            this.accesses = accesses;
        }

        @Override
        public void process(PacketContext context) {
            context.value(0, accesses);
            next(context);
        }

        private void next(PacketContext context) {
            long left = context.value(0);
            if (left == 0) {
                context.pass();
            } else {
                context.value(0, left - 1);
                context.access(counters, COUNT, next);
            }
        }
    }
}
