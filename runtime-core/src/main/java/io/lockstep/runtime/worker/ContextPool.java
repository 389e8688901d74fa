package io.lockstep.runtime.worker;

import java.lang.foreign.Arena;

/** A worker's contexts: as many as may be in flight. Worker thread only. */
final class ContextPool {
    private final WorkerContext[] free;
    private int count;

    ContextPool(int worker, int inFlight, int ports, int maxAccesses, WorkerBuffers buffers, Arena arena) {
        ScratchPackets scratch = new ScratchPackets(arena, buffers.dataBytes());
        free = new WorkerContext[inFlight];
        for (int i = 0; i < inFlight; i++) {
            free[i] = new WorkerContext(worker, ports, maxAccesses, buffers, scratch);
        }
        count = inFlight;
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

    WorkerContext acquire() {
        return free[--count];
    }

    void release(WorkerContext context) {
        free[count++] = context;
    }
}
