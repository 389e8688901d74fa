package io.lockstep.simulator.nf;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import java.util.List;

/** The per-packet half. All that an input has to remember lies in its value slots; its script in the packet. */
final class NastyProcessor implements PacketProcessor {
    /** Bit of a timer's id; the rest is its time and its random number: two nodes' own timers may have the same time. */
    private static final long TIMER_BIT = 1L << 62;

    private static final int TIMER_ACCESSES = 2;

    private static final int DIGEST = 4;
    private static final int RANDOM = 5;
    private static final int FIRST = 6;

    private static final Access<NastyState> ACCESS = NastyState::access;

    private final int stage;
    private final int worker;
    private final List<SharedVariable<NastyState>> variables;
    private final DropReason asked;
    private final NastyObserver observer;
    private final Continuation accessed = this::accessed;
    private final Continuation ticked = this::ticked;

    NastyProcessor(
            int stage,
            int worker,
            List<SharedVariable<NastyState>> variables,
            DropReason asked,
            NastyObserver observer) {
        this.stage = stage;
        this.worker = worker;
        this.variables = variables;
        this.asked = asked;
        this.observer = observer;
    }

    @Override
    public void process(PacketContext context) {
        if (stage == 0) {
            begin(context, context.packet().getLong(NastyFrame.ID), -1, context.ingressPort());
        } else {
            goOn(context, context.packet());
        }
        if (count(context.packet()) == 0) {
            end(context);
        } else {
            access(context, 0, accessed);
        }
    }

    @Override
    public void onTimer(PacketContext context, int timer) {
        begin(context, context.now(), timer, -1);
        timerAccess(context, 0);
    }

    private void begin(PacketContext context, long idOrTime, int timer, int port) {
        long random = context.random();
        long id = timer < 0 ? idOrTime : TIMER_BIT | ((idOrTime ^ random) & (TIMER_BIT - 1));
        context.value(NastyState.ID, id);
        context.value(NastyState.INDEX, 0);
        context.value(NastyState.RESULT, 0);
        context.value(DIGEST, 0);
        context.value(RANDOM, random);
        context.value(FIRST, 0);
        observer.onStart(worker, id, timer, port, context.now(), random);
    }

    /** The second of a chain: the first one's results are in the packet, so nothing else has to have survived. */
    private static void goOn(PacketContext context, Packet packet) {
        context.value(NastyState.ID, packet.getLong(NastyFrame.ID));
        context.value(NastyState.INDEX, packet.getUnsignedByte(NastyFrame.ACCESSES));
        context.value(NastyState.RESULT, 0);
        context.value(DIGEST, packet.getLong(NastyFrame.DIGEST));
        context.value(RANDOM, packet.getLong(NastyFrame.RANDOM));
        context.value(FIRST, packet.getUnsignedByte(NastyFrame.ACCESSES));
    }

    // ---------------------------------------------------------------- packets

    private int count(Packet packet) {
        return stage == 0
                ? packet.getUnsignedByte(NastyFrame.COUNT)
                : packet.getUnsignedByte(NastyFrame.SECOND_COUNT) & 3;
    }

    private int command(Packet packet) {
        return packet.getUnsignedByte(stage == 0 ? NastyFrame.COMMAND : NastyFrame.SECOND_COMMAND);
    }

    private int flags(Packet packet) {
        return stage == 0 ? packet.getUnsignedByte(NastyFrame.FLAGS) : packet.getUnsignedByte(NastyFrame.SECOND_FLAGS);
    }

    private int script(Packet packet, int index) {
        return packet.getUnsignedByte(NastyFrame.SCRIPT + (stage == 0 ? index : (3 * index + 1) % 8));
    }

    private void access(PacketContext context, long earlier, Continuation then) {
        Packet packet = context.packet();
        int index = (int) (context.value(NastyState.INDEX) - context.value(FIRST));
        int script = script(packet, index);
        int flags = flags(packet);
        int operation = script >> 5;
        if ((flags & NastyFrame.THROWS) == 0 && operation >= 6) {
            operation -= 6;
        }
        long wander = (flags & NastyFrame.WANDERS) != 0 ? earlier : 0;
        int variable = (int) Long.remainderUnsigned((script & 31) + wander, variables.size());
        context.value(NastyState.OPERATION, operation);
        context.access(variables.get(variable), ACCESS, then);
    }

    private void accessed(PacketContext context) {
        long result = fold(context);
        Packet packet = context.packet();
        boolean stops = (flags(packet) & NastyFrame.STOPS_EARLY) != 0 && (result & 3) == 0;
        if (stops || context.value(NastyState.INDEX) - context.value(FIRST) == count(packet)) {
            end(context);
        } else {
            access(context, result, accessed);
        }
    }

    private void end(PacketContext context) {
        Packet packet = context.packet();
        write(context, packet, 0);
        int command = command(packet);
        if ((flags(packet) & NastyFrame.UNDECIDED) != 0) {
            command += (int) (context.value(NastyState.RESULT) & 0xff);
        }
        switch (command & 15) {
            case 6 -> context.drop(asked);
            case 7 -> throw new NastyFailure("packet asked to throw");
            case 8 -> {
                emit(context, 1);
                context.pass();
            }
            case 9 -> {
                emit(context, 1);
                emit(context, 2);
                context.drop(asked);
            }
            case 10 -> {
                /* Asks for nothing. */
            }
            case 11 -> context.forward(context.ingressPort());
            case 12 -> context.done();
            case 13 -> {
                emit(context, 1);
                throw new NastyFailure("packet asked to throw after it has emitted");
            }
            default -> context.pass();
        }
    }

    private void emit(PacketContext context, int output) {
        Packet extra = context.newPacket(NastyFrame.BYTES);
        extra.copyFrom(0, context.packet(), 0, NastyFrame.BYTES);
        extra.putByte(NastyFrame.OUTPUT, 2 * stage + output);
        context.emit(extra, output & 1);
    }

    // ---------------------------------------------------------------- timers

    private void timerAccess(PacketContext context, long earlier) {
        context.value(NastyState.OPERATION, 5);
        context.access(variables.get((int) Long.remainderUnsigned(earlier, variables.size())), ACCESS, ticked);
    }

    private void ticked(PacketContext context) {
        long result = fold(context);
        if (context.value(NastyState.INDEX) < TIMER_ACCESSES) {
            timerAccess(context, result);
            return;
        }
        Packet extra = context.newPacket(NastyFrame.BYTES);
        for (int i = 0; i < NastyFrame.BYTES; i++) {
            extra.putByte(i, 0);
        }
        extra.putByte(12, 0x88);
        extra.putByte(13, 0xb5);
        extra.putLong(NastyFrame.ID, context.value(NastyState.ID));
        write(context, extra, 0);
        context.emit(extra, 0);
        context.done();
    }

    // ---------------------------------------------------------------- both

    private static long fold(PacketContext context) {
        long result = context.value(NastyState.RESULT);
        context.value(DIGEST, context.value(DIGEST) * 31 + result);
        context.value(NastyState.INDEX, context.value(NastyState.INDEX) + 1);
        return result;
    }

    private static void write(PacketContext context, Packet packet, int output) {
        packet.putLong(NastyFrame.DIGEST, context.value(DIGEST));
        packet.putByte(NastyFrame.ACCESSES, (int) context.value(NastyState.INDEX));
        packet.putByte(NastyFrame.OUTPUT, output);
        packet.putLong(NastyFrame.NOW, context.now());
        packet.putLong(NastyFrame.RANDOM, context.value(RANDOM));
    }
}
