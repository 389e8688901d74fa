package io.lockstep.benchmarks.performance.plugin;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.state.FlowTable;

/**
 * Counts the packets of each flow in a table of 2^17 entries and passes them on. By default the table is a shared variable and each packet
 * makes one access. With {@code inlined: true} the worker reaches into the table itself, as no function that is to be replicated may: it
 * shows what the access costs.
 */
public final class FlowCounts implements NetworkFunctionFactory {
    private static final int FLOWS = 1 << 17;
    private static final int COUNT = 0;
    private static final int KEY_HIGH = 0;
    private static final int KEY_LOW = 1;
    private static final int ADDRESSES = 26; // Ethernet, IPv4 without options
    private static final int PORTS = 34;

    private static final Access<FlowTable> INCREMENT =
            (table, context) -> increment(table, context.value(KEY_HIGH), context.value(KEY_LOW));

    @Override
    public String type() {
        return "flow-counts";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        boolean inlined = setup.config().flag("inlined", false);
        FlowTable[] reached = new FlowTable[1];
        SharedVariable<FlowTable> shared = setup.shared("flows", regions -> {
            FlowTable table = FlowTable.create(regions, "flows", FLOWS, Long.BYTES);
            reached[0] = table;
            return table;
        });
        return () -> inlined ? new Inlined(reached[0]) : new Accessing(shared);
    }

    private static void increment(FlowTable table, long keyHigh, long keyLow) {
        int entry = table.find(keyHigh, keyLow);
        if (entry == FlowTable.NONE) {
            entry = table.insert(keyHigh, keyLow, FlowTable.NEVER);
            if (entry == FlowTable.NONE) {
                throw new IllegalStateException("more than " + FLOWS + " flows");
            }
        }
        table.putLong(entry, COUNT, table.getLong(entry, COUNT) + 1);
    }

    private static final class Accessing implements PacketProcessor {
        private final SharedVariable<FlowTable> flows;
        private final Continuation counted = PacketContext::pass;

        Accessing(SharedVariable<FlowTable> flows) {
            this.flows = flows;
        }

        @Override
        public void process(PacketContext context) {
            Packet packet = context.packet();
            context.value(KEY_HIGH, packet.getLong(ADDRESSES));
            context.value(KEY_LOW, packet.getInt(PORTS));
            context.access(flows, INCREMENT, counted);
        }
    }

    private static final class Inlined implements PacketProcessor {
        private final FlowTable flows;

        Inlined(FlowTable flows) {
            this.flows = flows;
        }

        @Override
        public void process(PacketContext context) {
            Packet packet = context.packet();
            increment(flows, packet.getLong(ADDRESSES), packet.getInt(PORTS));
            context.pass();
        }
    }
}
