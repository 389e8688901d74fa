package io.lockstep.runtime.worker;

import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.owner.DivergenceListener;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.owner.StateDigest;
import io.lockstep.runtime.replication.CheckPayload;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;

/**
 * Ends inputs: output goes where the {@link OutputFate} says, a protected primary commits the record, buffers and context go back.
 * Worker thread only.
 */
final class Verdicts {
    private final WorkerPort[] ports;
    private final WorkerBuffers buffers;
    private final ContextPool contexts;
    private final WorkerCounters counters;
    private final RecordRing log;
    private final CompletionWindow window;
    private final DivergenceListener divergence;
    private final HoldQueue held;
    private final OutputRun run;
    private boolean replays;
    private boolean streams;
    private boolean draining;
    private OutputFate outputs = OutputFate.DISCARD;

    Verdicts(
            WorkerPort[] ports,
            WorkerBuffers buffers,
            ContextPool contexts,
            WorkerCounters counters,
            RecordRing log,
            CompletionWindow window,
            HoldQueue held,
            OutputRun run,
            DivergenceListener divergence) {
        this.ports = ports;
        this.buffers = buffers;
        this.contexts = contexts;
        this.counters = counters;
        this.log = log;
        this.window = window;
        this.held = held;
        this.run = run;
        this.divergence = divergence;
    }

    void mode(WorkerMode next) {
        replays = next.replays();
        streams = next.streams();
        draining = next == WorkerMode.DRAIN;
    }

    void outputs(OutputFate next) {
        outputs = next;
    }

    /** Whether a packet that should leave can be sent right away, and no more is to be done for its input. */
    boolean sendsAtOnce() {
        return outputs == OutputFate.SEND && !replays && !streams;
    }

    /** Sends the packet out of a port. */
    void forward(WorkerContext context, int port) {
        if (replays && !tagsUsedUp(context)) {
            return;
        }
        if (context.extraCount > 0) {
            putOutEmitted(context);
        }
        putOut(context, context.packet(), port);
        end(context);
    }

    /** Drops the packet under a network function's reason. */
    void drop(WorkerContext context, int reason) {
        counters.lostByIndex(reason);
        withoutPacket(context);
    }

    /** Loses the packet under one of the runtime's reasons. */
    void lose(WorkerContext context, Loss reason) {
        counters.lost(reason);
        withoutPacket(context);
    }

    /** Ends an input that needs no output of its own. */
    void done(WorkerContext context) {
        counters.done();
        withoutPacket(context);
    }

    /** Ends a comparison of state: a protected primary tells its digest, a backup compares its own with that. Nobody's packet. */
    void checked(WorkerContext context, StateCheck check) {
        if (replays) {
            if (!tagsUsedUp(context)) {
                return;
            }
            if (!draining) { // behind a gap there is nothing to compare with
                compare(context, check);
            }
        } else if (streams) {
            long payload = RecordLayout.packetAddress(log.recordAddress(context.recordPosition));
            CheckPayload.digest(payload, context.value(StateDigest.DIGEST));
            check.count(context.value(StateDigest.POSITION));
            commit(context);
        }
        giveBack(context);
    }

    private void compare(WorkerContext context, StateCheck check) {
        long position = context.value(StateDigest.POSITION);
        long stateBytes = check.state().stateBytes();
        if (context.recordedStateBytes == stateBytes && context.recordedDigest == context.value(StateDigest.DIGEST)) {
            check.count(position);
            return;
        }
        divergence.onDivergence("owner " + context.checkedOwner
                + (context.recordedStateBytes != stateBytes
                        ? " has " + stateBytes + " bytes of state here and " + context.recordedStateBytes
                                + " on the primary: a network function does not allocate the same regions every time"
                        : ": state digest differs at sequence number " + RecordLayout.sequenceOf(context.tags()[0])
                                + " (" + check.state().describe(position)
                                + "): the network function is not deterministic, or a node's memory is damaged"));
    }

    /** Backup: ends an input whose replay does not match its record; nothing of it is released. */
    void diverged(WorkerContext context, String what) {
        divergence.onDivergence("worker " + context.message().worker() + ", record " + context.ordinal + ": " + what);
        counters.lost(Loss.DISCARDED);
        counters.replayed();
        givePacket(context);
        giveBack(context);
    }

    private void withoutPacket(WorkerContext context) {
        if (replays && !tagsUsedUp(context)) {
            return;
        }
        if (context.extraCount > 0) {
            putOutEmitted(context);
        }
        givePacket(context);
        end(context);
    }

    private boolean tagsUsedUp(WorkerContext context) {
        if (context.accessCount < context.tagCount() && !draining) {
            diverged(context, "it made " + context.accessCount + " accesses, the primary " + context.tagCount());
            return false;
        }
        return true;
    }

    private void end(WorkerContext context) {
        if (replays) {
            counters.replayed();
        } else if (streams) {
            commit(context);
        }
        giveBack(context);
    }

    private void giveBack(WorkerContext context) {
        window.end(context.ordinal);
        if (context.extraCount > 0) {
            giveExtra(context);
        }
        contexts.release(context);
    }

    private void commit(WorkerContext context) {
        long position = context.recordPosition;
        long record = log.recordAddress(position);
        log.commit(position, RecordLayout.tags(record, context.tags(), context.tagCount()));
        counters.streamed();
    }

    private void putOutEmitted(WorkerContext context) {
        run.flush(context.ordinal);
        for (int i = 0; i < context.extraCount; i++) {
            if (context.extraPort[i] < 0) {
                continue;
            }
            counters.emitted();
            if (!context.extraIsScratch[i]) {
                putOut(context, context.extra[i], context.extraPort[i]);
                context.extraIsScratch[i] = true;
            } else if (outputs == OutputFate.LEAVE) {
                counters.left();
            } else {
                counters.lost(Loss.NO_BUFFERS);
            }
        }
    }

    /** Disposes of one packet of output and its buffer. */
    private void putOut(WorkerContext context, Packet packet, int port) {
        if (outputs == OutputFate.SEND) {
            ports[port].send(packet);
        } else {
            putElsewhere(context, packet, port);
        }
    }

    private void putElsewhere(WorkerContext context, Packet packet, int port) {
        switch (outputs) {
            case SEND -> ports[port].send(packet);
            case HOLD -> held.add(context.ordinal, port, packet);
            case LEAVE -> leave(packet);
            case TAKEOVER -> lose(packet, Loss.TAKEOVER);
            case DISCARD -> lose(packet, Loss.DISCARDED);
        }
    }

    private void leave(Packet packet) {
        counters.left();
        give(packet);
    }

    private void lose(Packet packet, Loss reason) {
        counters.lost(reason);
        give(packet);
    }

    private void givePacket(WorkerContext context) {
        if (context.hasPacket()) {
            give(context.packet());
        }
    }

    private void giveExtra(WorkerContext context) {
        for (int i = 0; i < context.extraCount; i++) {
            if (!context.extraIsScratch[i]) {
                give(context.extra[i]);
            }
        }
    }

    private void give(Packet packet) {
        buffers.give(packet.handle(), buffers.freshAddress(packet));
    }
}
