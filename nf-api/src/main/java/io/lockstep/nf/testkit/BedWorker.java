package io.lockstep.nf.testkit;

import io.lockstep.nf.PacketProcessor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A worker: starts inputs in the order of their ordinals, and continues packets whose accesses have run. */
final class BedWorker {
    private final BedNode node;
    private final PacketProcessor processor;
    private final ArrayDeque<BedRecord> inputs = new ArrayDeque<>();
    private final List<ArrayDeque<BedContext>> replies = new ArrayList<>();
    private long nextOrdinal;
    private int inFlight;

    BedWorker(BedNode node, PacketProcessor processor) {
        this.node = node;
        this.processor = processor;
        for (int owner = 0; owner < node.spec().owners(); owner++) {
            replies.add(new ArrayDeque<>());
        }
    }

    long nextOrdinal() {
        return nextOrdinal;
    }

    void receive(BedRecord record) {
        nextOrdinal = record.ordinal + 1;
        inputs.add(record);
    }

    void reply(int owner, BedContext context) {
        replies.get(owner).add(context);
    }

    boolean canStart() {
        return !inputs.isEmpty() && inFlight < node.spec().inFlightLimit();
    }

    boolean hasReply(int owner) {
        return !replies.get(owner).isEmpty();
    }

    int unfinished() {
        return inputs.size() + inFlight;
    }

    /** Starts the next input. */
    void start() {
        inFlight++;
        BedContext context = node.newContext(inputs.remove());
        call(context, () -> {
            if (context.record().isTimer()) {
                processor.onTimer(context, context.record().timer);
            } else {
                processor.process(context);
            }
        });
    }

    /** Continues the packet of the next reply of an owner. */
    void resume(int owner) {
        BedContext context = replies.get(owner).remove();
        if (context.failure() != null) {
            finish(context);
        } else {
            call(context, context::resume);
        }
    }

    /** Runs the network function's code, then does what it asked for. */
    private void call(BedContext context, Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            context.fail(thrown);
        }
        if (context.failure() == null && context.request() == BedContext.Request.ACCESS) {
            context.toOwner();
            node.submit(context);
        } else {
            finish(context);
        }
    }

    private void finish(BedContext context) {
        inFlight--;
        node.finish(context);
        context.end();
    }
}
