package io.lockstep.runtime.worker;

import io.lockstep.nf.Continuation;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.NodeTimer;
import io.lockstep.runtime.owner.AccessMessage;
import io.lockstep.runtime.owner.AccessRing;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.owner.StateDigest;
import io.lockstep.runtime.replication.RecordLayout;

/**
 * Runs network function code for one input after the other: the chain of its port, the continuations of its accesses, and what each
 * call asked for. Worker thread only.
 */
final class ChainRunner {
    private static final int FAULTS_REPORTED = 16;
    private static final Continuation CHECKED = context -> ((WorkerContext) context).checked();

    private final PacketProcessor[] processors;
    private final int[][] chains;
    private final NodeTimer[] timers;
    private final StateCheck[] checks;
    private final int[] peerPorts;
    private final int maxAccesses;
    private final ContextPool contexts;
    private final AccessRing[] requests;
    private final Verdicts verdicts;
    private final FaultListener faults;
    private int faultsReported;
    private WorkerMode mode = WorkerMode.HOLD;
    private boolean replays;

    ChainRunner(
            PacketProcessor[] processors,
            int[][] chains,
            NodeTimer[] timers,
            StateCheck[] checks,
            int[] peerPorts,
            int maxAccesses,
            ContextPool contexts,
            AccessRing[] requests,
            Verdicts verdicts,
            FaultListener faults) {
        this.processors = processors;
        this.chains = chains;
        this.timers = timers;
        this.checks = checks;
        this.peerPorts = peerPorts;
        this.maxAccesses = maxAccesses;
        this.contexts = contexts;
        this.requests = requests;
        this.verdicts = verdicts;
        this.faults = faults;
    }

    void mode(WorkerMode next) {
        mode = next;
        replays = next.replays();
    }

    /** Runs a fresh input. */
    void start(WorkerContext context) {
        if (context.hasPacket()) {
            start(context, chains[context.ingressPort]);
        } else {
            startWithoutPacket(context);
        }
    }

    /** Runs a fresh packet through its port's {@link #chainOf}. */
    void start(WorkerContext context, int[] functions) {
        if (functions.length == 0) {
            atEndOfChain(context);
        } else {
            process(context, functions[0]);
        }
    }

    /** The functions that a port's packets pass, in their order. */
    int[] chainOf(int port) {
        return chains[port];
    }

    /** Goes on with an input whose access has been run. */
    void resume(WorkerContext context) {
        context.noteSequence();
        Throwable failure = context.message().failure();
        if (failure != null) {
            fault(context, failure);
            return;
        }
        try {
            context.continuation().run(context);
        } catch (Throwable e) {
            fault(context, e);
            return;
        }
        act(context);
    }

    private void startWithoutPacket(WorkerContext context) {
        if (context.timer >= 0) {
            startTimer(context);
        } else {
            context.access(checks[context.checkedOwner].variable(), StateDigest.TAKE, CHECKED);
            act(context);
        }
    }

    private void startTimer(WorkerContext context) {
        NodeTimer timer = timers[context.timer];
        try {
            processors[timer.function()].onTimer(context, timer.number());
        } catch (Throwable e) {
            fault(context, e);
            return;
        }
        act(context);
    }

    private void process(WorkerContext context, int function) {
        try {
            processors[function].process(context);
        } catch (Throwable e) {
            fault(context, e);
            return;
        }
        act(context);
    }

    private void act(WorkerContext context) {
        if (!context.hasPacket() && context.asksForPacketVerdict()) {
            fault(context, new IllegalStateException("a timer has no packet: its verdict must be done()"));
            return;
        }
        switch (context.takeOutcome()) {
            case ACCESS -> dispatch(context);
            case FORWARD -> verdicts.forward(context, context.outputPort);
            case DROP -> verdicts.drop(context, context.dropReason.index());
            case PASS -> pass(context);
            case DONE -> verdicts.done(context);
            case CHECKED -> verdicts.checked(context, checks[context.checkedOwner]);
            case NONE -> verdicts.lose(context, Loss.NO_VERDICT);
        }
    }

    private void pass(WorkerContext context) {
        int[] functions = chains[context.ingressPort];
        if (++context.chainPosition < functions.length) {
            process(context, functions[context.chainPosition]);
        } else {
            atEndOfChain(context);
        }
    }

    private void atEndOfChain(WorkerContext context) {
        int peer = peerPorts[context.ingressPort];
        if (peer < 0) {
            verdicts.lose(context, Loss.NO_PEER_PORT);
        } else {
            verdicts.forward(context, peer);
        }
    }

    private void dispatch(WorkerContext context) {
        if (context.accessCount == maxAccesses) {
            verdicts.lose(context, Loss.TOO_MANY_ACCESSES);
            return;
        }
        AccessMessage message = context.message();
        int owner = message.variable().owner();
        if (!replays) {
            message.present(AccessMessage.NO_SEQUENCE);
        } else if (!presentTag(context, owner)) {
            return;
        }
        context.accessCount++;
        contexts.take(context);
        requests[owner].put(message.number());
    }

    /** Shows the owners the accesses dispatched since the last time. */
    void publish() {
        for (AccessRing ring : requests) {
            ring.publish();
        }
    }

    /** Backup: takes the record's next tag. False when the input ended because the tag does not fit. */
    private boolean presentTag(WorkerContext context, int owner) {
        if (context.accessCount < context.tagCount()) {
            long tag = context.tags()[context.accessCount];
            if (RecordLayout.ownerOf(tag) == owner) {
                context.message().present(RecordLayout.sequenceOf(tag));
                return true;
            }
            if (mode != WorkerMode.DRAIN) {
                verdicts.diverged(
                        context,
                        "access " + context.accessCount + " is to "
                                + context.message().variable().name() + " on owner " + owner
                                + ", but the primary recorded one on owner " + RecordLayout.ownerOf(tag));
                return false;
            }
        } else if (mode != WorkerMode.DRAIN) {
            verdicts.diverged(
                    context,
                    "access " + context.accessCount + " to "
                            + context.message().variable().name() + " has no tag: the primary made only "
                            + context.tagCount());
            return false;
        }
        context.message().present(AccessMessage.NO_SEQUENCE);
        return true;
    }

    private void fault(WorkerContext context, Throwable failure) {
        if (faultsReported < FAULTS_REPORTED) {
            faultsReported++;
            faults.onFault(context.message().worker(), failure);
        }
        context.takeOutcome();
        context.discardEmitted();
        verdicts.lose(context, Loss.NF_EXCEPTION);
    }
}
