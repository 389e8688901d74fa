package io.lockstep.runtime.owner;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.nf.HostedVariable;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * The message that travels between a worker and an owner: one access at a time of one input in flight. Each of a worker's contexts has
 * one for life, so that an access allocates and copies nothing.
 *
 * <p>All that changes from access to access lies together outside the heap, so that few cache lines go from core to core and their
 * addresses are known ahead:
 *
 * <pre>
 *   0              8        16        24         32             40
 *   +--------------+--------+---------+----------+--------------+--------------------------+
 *   | receive time | secret | ordinal | sequence | random draws | value slots, 8 bytes each|
 *   +--------------+--------+---------+----------+--------------+--------------------------+
 * </pre>
 *
 * <p>What the object itself holds is the same for most accesses in a row and is written only when it differs, so that both cores keep
 * their copies of it.
 *
 * <p>Owned by the worker, except between request ring and reply ring, where the owner has it; the rings order memory.
 */
public final class AccessMessage implements AccessContext {
    /** {@link #sequence} of an access without a number. */
    public static final long NO_SEQUENCE = -1;

    private static final int CACHE_LINE_BYTES = 64;
    private static final int NOW = 0;
    private static final int SECRET = 8;
    private static final int ORDINAL = 16;
    private static final int SEQUENCE = 24;
    private static final int DRAWS = 32;
    private static final int VALUES = 40;
    private static final int BYTES =
            (VALUES + SLOTS * Long.BYTES + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;

    private final int worker;
    private final int number;
    private final long address;
    private HostedVariable<?> variable;
    private Access<?> operation;
    private Throwable failure;

    private AccessMessage(int worker, int number, long address) {
        this.worker = worker;
        this.number = number;
        this.address = address;
    }

    /** Makes the messages of a worker, one behind the other; the memory must outlive them. */
    static AccessMessage[] create(int worker, int count, SegmentAllocator allocator) {
        long first =
                allocator.allocate((long) count * BYTES, 2L * CACHE_LINE_BYTES).address();
        AccessMessage[] messages = new AccessMessage[count];
        for (int i = 0; i < count; i++) {
            messages[i] = new AccessMessage(worker, i, first + (long) i * BYTES);
        }
        return messages;
    }

    // ---------------------------------------------------------------- worker

    /** Worker: the circumstances of a fresh input. */
    public void begin(long nowNs, long secret, long ordinal) {
        Memory.putLong(address + NOW, nowNs);
        Memory.putLong(address + SECRET, secret);
        beginNext(ordinal);
        if (failure != null) {
            failure = null;
        }
    }

    /** Worker: another input in the same circumstances; the one before made no access. */
    public void beginNext(long ordinal) {
        Memory.putLong(address + ORDINAL, ordinal);
        Memory.putLong(address + DRAWS, 0);
    }

    /** Worker: sets the access to run. */
    public void prepare(HostedVariable<?> variable, Access<?> operation) {
        if (this.variable != variable) {
            this.variable = variable;
        }
        if (this.operation != operation) {
            this.operation = operation;
        }
    }

    /** Its place among the worker's messages. */
    public int number() {
        return number;
    }

    /** What the last access threw, or null. */
    public Throwable failure() {
        return failure;
    }

    // ---------------------------------------------------------------- both

    /** The variable of the access. */
    public HostedVariable<?> variable() {
        return variable;
    }

    /** The number presented by the worker; behind an access run live, the one that the owner gave it. */
    public long sequence() {
        return Memory.getLong(address + SEQUENCE);
    }

    /** Sets it: the worker before it sends the access, to that or {@link #NO_SEQUENCE}; the owner as it runs it live. */
    public void sequence(long sequence) {
        Memory.putLong(address + SEQUENCE, sequence);
    }

    @Override
    public long now() {
        return Memory.getLong(address + NOW);
    }

    @Override
    public long random() {
        long draw = Memory.getLong(address + DRAWS) + 1;
        Memory.putLong(address + DRAWS, draw);
        long seed = Mix.seed(Memory.getLong(address + SECRET), worker, Memory.getLong(address + ORDINAL));
        return Mix.random(seed, draw);
    }

    @Override
    public long value(int slot) {
        return Memory.getLong(slotAddress(slot));
    }

    @Override
    public void value(int slot, long value) {
        Memory.putLong(slotAddress(slot), value);
    }

    private long slotAddress(int slot) {
        return address + VALUES + (long) Objects.checkIndex(slot, SLOTS) * Long.BYTES;
    }

    // ---------------------------------------------------------------- owner

    /** Index of the worker to reply to. */
    public int worker() {
        return worker;
    }

    /** Owner: where all of it begins that {@link #run} reads of it first, for a prefetch. */
    long address() {
        return address;
    }

    /** Owner: an address that the access will read, or 0. What it throws, the access itself may throw again. */
    @SuppressWarnings("unchecked")
    long prefetch(int step) {
        try {
            return ((Access<Object>) operation).prefetch(((HostedVariable<Object>) variable).state(), this, step);
        } catch (Throwable e) {
            return 0;
        }
    }

    /** Owner: runs the access on its variable's state. What it throws is kept for the worker. */
    @SuppressWarnings("unchecked")
    void run() {
        try {
            ((Access<Object>) operation).run(((HostedVariable<Object>) variable).state(), this);
        } catch (Throwable e) {
            failure = e;
        }
    }
}
