package io.lockstep.runtime.worker;

import io.lockstep.runtime.owner.AccessMessage;
import java.lang.foreign.Arena;

/**
 * A worker's contexts: as many as may be in flight. Worker thread only.
 *
 * <p>An input starts in the context that lies on top. Most inputs of a stateless function end before the next one starts, and then the
 * context has never left its place; it is taken out when its input has to wait for an owner.
 */
final class ContextPool {
    private final WorkerContext[] all;
    private final WorkerContext[] free;
    private int count;

    ContextPool(AccessMessage[] messages, int ports, int maxAccesses, WorkerBuffers buffers, Arena arena) {
        ScratchPackets scratch = new ScratchPackets(arena, buffers.dataBytes());
        all = new WorkerContext[messages.length];
        for (AccessMessage message : messages) {
            all[message.number()] = new WorkerContext(message, ports, maxAccesses, buffers, scratch);
        }
        free = all.clone();
        count = messages.length;
    }

    int free() {
        return count;
    }

    int used() {
        return free.length - count;
    }

    boolean allFree() {
        return count == free.length;
    }

    /** The context that the message of a number belongs to. */
    WorkerContext of(int number) {
        return all[number];
    }

    /** The context that the next input starts in; it stays in its place. Only while some are free. */
    WorkerContext top() {
        return free[count - 1];
    }

    /** Takes the context out, if it is not out yet: its input has to wait. */
    void take(WorkerContext context) {
        if (!context.taken) {
            context.taken = true;
            count--;
        }
    }

    /** The context's input has ended. */
    void release(WorkerContext context) {
        if (context.taken) {
            context.taken = false;
            free[count++] = context;
        }
    }
}
