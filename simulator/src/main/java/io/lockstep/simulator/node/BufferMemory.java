package io.lockstep.simulator.node;

import java.lang.foreign.Arena;

/** The packet memory of one machine, kept from run to run: making it anew would take longer than a run. */
public final class BufferMemory {
    static final int HEADROOM_BYTES = 32;
    static final int DATA_BYTES = 96;
    static final int BUFFERS = 1024;

    private final long base = Arena.global()
            .allocate((long) BUFFERS * (HEADROOM_BYTES + DATA_BYTES), 64)
            .address();

    long buffer(int index) {
        return base + (long) index * (HEADROOM_BYTES + DATA_BYTES);
    }

    int index(long handle) {
        return (int) ((handle - base) / (HEADROOM_BYTES + DATA_BYTES));
    }
}
