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
    /** No port: nothing is left to do for the packet now. */
    static final int SEEN_TO = -1;

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
            forward(context, run(context, context.ingressPort, head(context.ingressPort)));
        } else {
            startWithoutPacket(context);
        }
    }

    /** The function that packets from a port come to first, or null. */
    PacketProcessor head(int ingressPort) {
        int[] functions = chains[ingressPort];
        return functions.length == 0 ? null : processors[functions[0]];
    }

    /**
     * Runs a fresh packet through its ingress port's functions. Returns the port by which it should leave, which is for the caller to see to,
     * or {@link #SEEN_TO}: it has ended otherwise, or waits for an access.
     *
     * @param head that port's {@link #head}, looked up once for a burst
     */
    int run(WorkerContext context, int ingressPort, PacketProcessor head) {
        if (head == null) {
            return atEndOfChain(context, ingressPort);
        }
        if (!call(context, head)) {
            return SEEN_TO;
        }
        int asked = context.takeOutcome();
        return asked == Outcome.PASS && chains[ingressPort].length == 1
                ? atEndOfChain(context, ingressPort)
                : portAsked(context, asked);
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

    /** Runs a function; false when it has thrown, and the input has ended. */
    private boolean call(WorkerContext context, PacketProcessor function) {
        try {
            function.process(context);
            return true;
        } catch (Throwable e) {
            fault(context, e);
            return false;
        }
    }

    private void act(WorkerContext context) {
        if (!context.hasPacket() && context.asksForPacketVerdict()) {
            fault(context, new IllegalStateException("a timer has no packet: its verdict must be done()"));
            return;
        }
        forward(context, portAsked(context, context.takeOutcome()));
    }

    private void forward(WorkerContext context, int port) {
        if (port != SEEN_TO) {
            verdicts.forward(context, port);
        }
    }

    /** Does what was asked for, unless that is to send the packet: then it returns the port. */
    private int portAsked(WorkerContext context, int asked) {
        switch (asked) {
            case Outcome.ACCESS -> dispatch(context);
            case Outcome.FORWARD -> {
                return context.outputPort;
            }
            case Outcome.DROP -> verdicts.drop(context, context.dropReason.index());
            case Outcome.PASS -> {
                return pass(context);
            }
            case Outcome.DONE -> verdicts.done(context);
            case Outcome.CHECKED -> verdicts.checked(context, checks[context.checkedOwner]);
            default -> verdicts.lose(context, Loss.NO_VERDICT);
        }
        return SEEN_TO;
    }

    private int pass(WorkerContext context) {
        int[] functions = chains[context.ingressPort];
        int next = context.chainPosition + 1;
        if (next == functions.length) {
            return atEndOfChain(context, context.ingressPort);
        }
        context.chainPosition = next;
        return call(context, processors[functions[next]]) ? portAsked(context, context.takeOutcome()) : SEEN_TO;
    }

    private int atEndOfChain(WorkerContext context, int ingressPort) {
        int peer = peerPorts[ingressPort];
        if (peer < 0) {
            verdicts.lose(context, Loss.NO_PEER_PORT);
            return SEEN_TO;
        }
        return peer;
    }

    private void dispatch(WorkerContext context) {
        if (context.accessCount == maxAccesses) {
            verdicts.lose(context, Loss.TOO_MANY_ACCESSES);
            return;
        }
        AccessMessage message = context.message();
        int owner = message.variable().owner();
        if (!replays) {
            message.sequence(AccessMessage.NO_SEQUENCE);
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
                context.message().sequence(RecordLayout.sequenceOf(tag));
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
        context.message().sequence(AccessMessage.NO_SEQUENCE);
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
