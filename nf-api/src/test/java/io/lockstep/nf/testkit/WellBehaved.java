package io.lockstep.nf.testkit;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.CounterArray;
import io.lockstep.nf.state.FlowTable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A function as it should be: a flow table on one owner, a counter on another that only every third packet of a flow
 * reaches, random numbers, time, a sweeping timer.
 */
final class WellBehaved implements PacketProcessor {
    private static final long IDLE_NS = Duration.ofSeconds(1).toNanos();
    private static final int PACKETS = 0;

    private static final Access<FlowTable> TOUCH = (flows, context) -> {
        if (!flows.isSeeded()) {
            flows.seed(context.random());
        }
        long key = context.value(0);
        int entry = flows.find(0, key);
        if (entry == FlowTable.NONE) {
            entry = flows.insert(0, key, context.now());
        }
        flows.expiresAt(entry, context.now() + IDLE_NS);
        flows.putLong(entry, PACKETS, flows.getLong(entry, PACKETS) + 1);
        context.value(1, flows.getLong(entry, PACKETS));
    };
    private static final Access<FlowTable> SWEEP =
            (flows, context) -> context.value(0, flows.sweep(context.now(), 16, entry -> {}));
    private static final Access<CounterArray> COUNT =
            (counters, context) -> context.value(2, counters.increment((int) (context.random() & 7)));

    private final SharedVariable<FlowTable> flows;
    private final SharedVariable<CounterArray> counters;
    private final Continuation touched = this::touched;
    private final Continuation counted = this::counted;

    private WellBehaved(SharedVariable<FlowTable> flows, SharedVariable<CounterArray> counters) {
        this.flows = flows;
        this.counters = counters;
    }

    static Supplier<PacketProcessor> open(NfSetup setup) {
        SharedVariable<FlowTable> flows = setup.shared("flows", regions -> FlowTable.create(regions, "flows", 100, 8));
        SharedVariable<CounterArray> counters =
                setup.shared("counters", 1, regions -> CounterArray.create(regions, "counters", 8));
        setup.timer("sweep", Duration.ofSeconds(1));
        return () -> new WellBehaved(flows, counters);
    }

    @Override
    public void process(PacketContext context) {
        context.value(0, context.packet().getByte(8));
        context.access(flows, TOUCH, touched);
    }

    @Override
    public void onTimer(PacketContext context, int timer) {
        context.access(flows, SWEEP, PacketContext::done);
    }

    private void touched(PacketContext context) {
        if (context.value(1) % 3 == 1) {
            context.access(counters, COUNT, counted);
        } else {
            context.access(flows, TOUCH, counted);
        }
    }

    private void counted(PacketContext context) {
        context.packet().putLong(0, context.random() ^ context.value(1) ^ context.now());
        context.forward(1);
    }
}
