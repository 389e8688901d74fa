package io.lockstep.runtime.rehearsal;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.state.Region;

/** Counts a packet in a shared variable and passes it on: one access, as most packets of a real function make. */
final class RehearsedFunction implements NetworkFunctionFactory {
    private static final Access<Region> COUNT = (region, context) -> region.putInt(0, region.getInt(0) + 1);
    private static final Continuation COUNTED = PacketContext::pass;

    @Override
    public String type() {
        return "rehearsed";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        SharedVariable<Region> counter = setup.shared("counter", regions -> regions.allocate("count", Long.BYTES));
        return () -> context -> context.access(counter, COUNT, COUNTED);
    }
}
