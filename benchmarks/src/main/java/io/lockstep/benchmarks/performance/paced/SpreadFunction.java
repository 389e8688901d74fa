package io.lockstep.benchmarks.performance.paced;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.state.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * A network function whose accesses spread evenly over the owners: one access per packet, counting the packet's flow, on the owner that
 * the flow's hash names. Forwards everything to port 1.
 */
final class SpreadFunction implements NetworkFunctionFactory {
    static final int COUNTERS = 1 << 16;

    private static final int OUT = 1;
    private static final int SOURCE_ADDRESS = 26;
    private static final int SOURCE_PORT = 34;

    @Override
    public String type() {
        return "spread";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        List<SharedVariable<Region>> counts = new ArrayList<>();
        for (int owner = 0; owner < setup.owners(); owner++) {
            counts.add(setup.shared("counts-" + owner, owner, regions -> regions.allocate("counts", COUNTERS * 8L)));
        }
        return () -> new Processor(counts);
    }

    /** A hash of a flow's source address and port, evenly spread over all 32 bits. */
    static int hash(int address, int port) {
        int mixed = (address * 31 + port) * 0x9e3779b9;
        mixed = (mixed ^ (mixed >>> 15)) * 0x85ebca6b;
        return mixed ^ (mixed >>> 13);
    }

    private static final class Processor implements PacketProcessor {
        private static final Access<Region> COUNT = (region, context) -> {
            long offset = context.value(0);
            region.putLong(offset, region.getLong(offset) + 1);
        };

        private final SharedVariable<Region>[] counts;
        private final Continuation counted = context -> context.forward(OUT);

        @SuppressWarnings("unchecked")
        Processor(List<SharedVariable<Region>> counts) {
            this.counts = counts.toArray(SharedVariable[]::new);
        }

        @Override
        public void process(PacketContext context) {
            Packet packet = context.packet();
            int hash = hash(packet.getInt(SOURCE_ADDRESS), packet.getUnsignedShort(SOURCE_PORT));
            context.value(0, (hash & (COUNTERS - 1)) * 8L);
            context.access(counts[(hash >>> 16) % counts.length], COUNT, counted);
        }
    }
}
