package io.lockstep.benchmarks.performance.plugin;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Ethernet;

/** Swaps a frame's MAC addresses and passes it on, as testpmd's {@code macswap} does. */
public final class MacSwap implements NetworkFunctionFactory {
    @Override
    public String type() {
        return "macswap";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        return () -> MacSwap::swap;
    }

    private static void swap(PacketContext context) {
        Ethernet.swapAddresses(context.packet());
        context.pass();
    }
}
