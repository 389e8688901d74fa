package io.lockstep.runtime.testing;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.state.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network function whose output shows the order of its accesses. A test packet is {@code [command, accesses, ...]} behind 14 bytes
 * of Ethernet header, whose first byte becomes the ingress port; each access takes the next ticket of a variable (one per owner, in turn) and writes it into the packet.
 *
 * <p>Commands: 0 pass on, 1 drop, 2 throw, 3 throw inside the access, 4 emit an extra packet, 5 ask for nothing, 6 forward out of a
 * port that does not exist, 7 stop accessing at the first odd ticket (data-dependent access count).
 */
public final class TallyFunction implements NetworkFunctionFactory {
    /** Offset of the command. */
    public static final int COMMAND = 14;
    /** Offset of the number of accesses. */
    public static final int ACCESSES = 15;
    /** Offset of the first ticket. */
    public static final int TICKETS = 16;

    private final Duration timer;

    /** Without a timer. */
    public TallyFunction() {
        this(null);
    }

    /** With a timer that takes a ticket of owner 0 and emits it on port 0. */
    public TallyFunction(Duration timer) {
        this.timer = timer;
    }

    /** A frame. */
    public static byte[] frame(int command, int accesses, int mark) {
        byte[] frame = new byte[64];
        frame[COMMAND] = (byte) command;
        frame[ACCESSES] = (byte) accesses;
        frame[60] = (byte) (mark >> 24);
        frame[61] = (byte) (mark >> 16);
        frame[62] = (byte) (mark >> 8);
        frame[63] = (byte) mark;
        return frame;
    }

    @Override
    public String type() {
        return "tally";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        List<SharedVariable<Region>> tickets = new ArrayList<>();
        for (int owner = 0; owner < setup.owners(); owner++) {
            tickets.add(setup.shared("tickets-" + owner, owner, regions -> regions.allocate("next", 8)));
        }
        if (timer != null) {
            setup.timer("tick", timer);
        }
        DropReason asked = setup.dropReason("asked", "the packet asked for it");
        return () -> new Processor(tickets, asked);
    }

    private static final class Processor implements PacketProcessor {
        private static final Access<Region> TAKE = (region, context) -> {
            if (context.value(0) == 3) {
                throw new IllegalStateException("asked to throw in the access");
            }
            long ticket = region.getInt(0);
            region.putInt(0, (int) ticket + 1);
            context.value(1, ticket);
        };

        private final List<SharedVariable<Region>> tickets;
        private final DropReason asked;
        private final Continuation taken = this::taken;
        private final Continuation ticked = this::ticked;

        Processor(List<SharedVariable<Region>> tickets, DropReason asked) {
            this.tickets = tickets;
            this.asked = asked;
        }

        @Override
        public void process(PacketContext context) {
            context.value(0, context.packet().getUnsignedByte(COMMAND));
            context.value(2, 0);
            context.packet().putByte(0, context.ingressPort());
            next(context);
        }

        @Override
        public void onTimer(PacketContext context, int timer) {
            context.value(0, 0);
            context.access(tickets.getFirst(), TAKE, ticked);
        }

        private void ticked(PacketContext context) {
            Packet packet = context.newPacket(20);
            packet.putLong(0, 0);
            packet.putLong(8, context.now());
            packet.putInt(16, (int) context.value(1));
            context.emit(packet, 0);
            context.done();
        }

        private void next(PacketContext context) {
            int done = (int) context.value(2);
            if (done == context.packet().getUnsignedByte(ACCESSES)) {
                end(context);
            } else {
                context.access(tickets.get((done + context.ingressPort()) % tickets.size()), TAKE, taken);
            }
        }

        private void taken(PacketContext context) {
            int done = (int) context.value(2);
            context.packet().putInt(TICKETS + 4 * done, (int) context.value(1));
            context.value(2, done + 1);
            if (context.value(0) == 7 && (context.value(1) & 1) == 1) {
                context.pass();
            } else {
                next(context);
            }
        }

        private void end(PacketContext context) {
            switch ((int) context.value(0)) {
                case 1 -> context.drop(asked);
                case 2 -> throw new IllegalStateException("asked to throw");
                case 4 -> {
                    Packet extra = context.newPacket(32);
                    extra.copyFrom(0, context.packet(), 0, 32);
                    context.emit(extra, 0);
                    context.pass();
                }
                case 5 -> {
                    /* Asks for nothing. */
                }
                case 6 -> context.forward(99);
                default -> context.pass();
            }
        }
    }
}
