package io.lockstep.nf.testkit;

import io.lockstep.nf.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of a node's inputs: output not yet fetched, and counts since the start. */
final class BedResults {
    private final BedSpec spec;
    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, Long> drops = new TreeMap<>();
    private final List<Throwable> exceptions = new ArrayList<>();
    private long consumed;

    BedResults(BedSpec spec) {
        this.spec = spec;
    }

    List<Output> takeOutputs() {
        List<Output> taken = List.copyOf(outputs);
        outputs.clear();
        return taken;
    }

    Map<String, Long> drops() {
        return drops;
    }

    List<Throwable> exceptions() {
        return exceptions;
    }

    long consumed() {
        return consumed;
    }

    /** Gives effect to what a context asked for last. */
    BedOutcome settle(BedContext context) {
        BedOutcome outcome = context.failure() != null ? failed(context) : decided(context);
        outputs.addAll(outcome.outputs());
        return outcome;
    }

    private BedOutcome failed(BedContext context) {
        exceptions.add(context.failure());
        return dropped(BedDropReason.NF_EXCEPTION, List.of());
    }

    private BedOutcome decided(BedContext context) {
        return switch (context.request()) {
            case FORWARD -> forwarded(context, context.egressPort());
            case PASS -> passed(context);
            case DROP -> dropped(context.dropReason(), emitted(context));
            case DONE -> done(context);
            case NOTHING, ACCESS -> dropped(BedDropReason.NO_VERDICT, List.of());
        };
    }

    private BedOutcome forwarded(BedContext context, int port) {
        List<Output> sent = emitted(context);
        sent.add(output(port, BedBuffers.bytes(context.packet())));
        return new BedOutcome("forward to " + spec.ports().get(port).name(), sent);
    }

    private BedOutcome passed(BedContext context) {
        int peer = spec.peers().get(context.ingressPort());
        return peer == BedSpec.NO_PEER ? dropped(BedDropReason.NO_PEER, emitted(context)) : forwarded(context, peer);
    }

    private BedOutcome done(BedContext context) {
        if (!context.record().isTimer()) {
            consumed++;
        }
        return new BedOutcome("done", emitted(context));
    }

    private BedOutcome dropped(DropReason reason, List<Output> sent) {
        drops.merge(reason.name(), 1L, Long::sum);
        return new BedOutcome("drop as " + reason.name(), sent);
    }

    private List<Output> emitted(BedContext context) {
        List<Output> sent = new ArrayList<>();
        for (BedContext.Emission emission : context.emissions()) {
            sent.add(output(emission.port(), BedBuffers.bytes(emission.packet())));
        }
        return sent;
    }

    private Output output(int port, byte[] frame) {
        return new Output(spec.ports().get(port).name(), frame);
    }
}
