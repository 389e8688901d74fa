package io.lockstep.runtime.worker;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.CheckPayload;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;

/**
 * A backup worker's input: takes records from the inbox in ordinal order, gives each the packet and the circumstances that it had on
 * the primary, and starts it. Worker thread only.
 */
final class RecordInput {
    private static final int LIMIT = 64;

    private final RecordInbox inbox;
    private final WorkerBuffers buffers;
    private final ContextPool contexts;
    private final CompletionWindow window;
    private final ChainRunner chain;
    private long position;
    private long nextOrdinal;
    private long lastTimeNs;

    RecordInput(
            RecordInbox inbox,
            WorkerBuffers buffers,
            ContextPool contexts,
            CompletionWindow window,
            ChainRunner chain) {
        this.inbox = inbox;
        this.buffers = buffers;
        this.contexts = contexts;
        this.window = window;
        this.chain = chain;
    }

    /** Starts as many records as there are, contexts, window and buffers allow. */
    int poll(long secret) {
        long end = inbox.committed();
        int work = 0;
        while (position < end && work < LIMIT && mayStart()) {
            position = inbox.skipGap(position);
            if (position >= end || !start(secret)) {
                break;
            }
            position = inbox.next(position);
            work++;
        }
        inbox.free(position);
        return work;
    }

    /** Whether all records have started. */
    boolean isEmpty() {
        return position >= inbox.committed();
    }

    /** Whether a record could start if there was one. */
    boolean mayStart() {
        return contexts.free() > 0 && window.room(nextOrdinal) > 0;
    }

    /** Ordinal of the next record. */
    long nextOrdinal() {
        return nextOrdinal;
    }

    /** Receive time of the last record that started, 0 before the first. */
    long lastTimeNs() {
        return lastTimeNs;
    }

    private boolean start(long secret) {
        long record = inbox.recordAddress(position);
        int length = RecordLayout.packetLength(record);
        int kind = RecordLayout.kind(record);
        WorkerContext context = contexts.top();
        long nowNs = RecordLayout.receiveTimeNs(record);
        if (kind == RecordLayout.KIND_TIMER) {
            context.beginTimer(RecordLayout.timer(record), nowNs, secret, nextOrdinal);
        } else if (kind == RecordLayout.KIND_CHECK) {
            beginCheck(context, record, nowNs, secret);
        } else if (buffers.take(context.packet(), length)) {
            context.begin(RecordLayout.port(record), nowNs, secret, nextOrdinal);
            Memory.copy(RecordLayout.packetAddress(record), context.packet().address(), length);
        } else {
            return false;
        }
        int tags = RecordLayout.tagCount(record);
        for (int i = 0; i < tags; i++) {
            context.tag(RecordLayout.tag(record, i));
        }
        nextOrdinal++;
        lastTimeNs = nowNs;
        chain.start(context);
        return true;
    }

    private void beginCheck(WorkerContext context, long record, long nowNs, long secret) {
        long payload = RecordLayout.packetAddress(record);
        context.beginCheck(RecordLayout.timer(record), CheckPayload.position(payload), nowNs, secret, nextOrdinal);
        context.recordedStateBytes = CheckPayload.stateBytes(payload);
        context.recordedDigest = CheckPayload.digest(payload);
    }
}
