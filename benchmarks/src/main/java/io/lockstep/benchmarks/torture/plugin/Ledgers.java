package io.lockstep.benchmarks.torture.plugin;

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
 * Writes every packet into two ledgers, of different owners where there are several, and passes it on. A ledger's content depends on the
 * order of all entries, so that owners, workers and the order between them are all put to use: a packet of a node with three owners
 * leaves tags of all of them once the next function has made its access.
 */
public final class Ledgers implements NetworkFunctionFactory {
    private static final int ENTRY = 0;
    private static final int PORTS_END = 38; // Ethernet, IPv4 without options, ports
    private static final int PORTS = 34;

    private static final Access<Region> WRITE = (ledger, context) -> {
        ledger.putLong(0, ledger.getLong(0) + 1);
        ledger.putLong(8, ledger.getLong(8) * 31 + context.value(ENTRY));
    };

    @Override
    public String type() {
        return "ledgers";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        List<SharedVariable<Region>> ledgers = new ArrayList<>();
        for (int owner = 0; owner < setup.owners(); owner++) {
            ledgers.add(setup.shared("ledger-" + owner, owner, regions -> regions.allocate("ledger", 16)));
        }
        return () -> new Writer(ledgers);
    }

    /** One worker's part. */
    private static final class Writer implements PacketProcessor {
        private final List<SharedVariable<Region>> ledgers;
        private final Continuation second = this::second;
        private final Continuation done = PacketContext::pass;

        Writer(List<SharedVariable<Region>> ledgers) {
            this.ledgers = ledgers;
        }

        @Override
        public void process(PacketContext context) {
            Packet packet = context.packet();
            long entry = packet.length() < PORTS_END ? packet.length() : packet.getInt(PORTS) & 0xffff_ffffL;
            context.value(ENTRY, entry);
            context.access(ledgers.get((int) (entry % ledgers.size())), WRITE, second);
        }

        private void second(PacketContext context) {
            context.access(ledgers.get((int) ((context.value(ENTRY) + 1) % ledgers.size())), WRITE, done);
        }
    }
}
