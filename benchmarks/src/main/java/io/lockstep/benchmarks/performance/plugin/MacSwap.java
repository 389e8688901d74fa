package io.lockstep.benchmarks.performance.plugin;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Packet;

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
        Packet packet = context.packet();
        long source = Ethernet.source(packet);
        Ethernet.source(packet, Ethernet.destination(packet));
        Ethernet.destination(packet, source);
        context.pass();
    }
}
