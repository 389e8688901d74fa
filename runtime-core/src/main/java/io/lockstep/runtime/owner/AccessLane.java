package io.lockstep.runtime.owner;

/**
 * Accesses of one worker that wait for their turn and have come in the order of their numbers: a queue. Owner thread only.
 *
 * <p>Numbers and messages lie apart, so that a look at the first number touches no message. Never full: it has room for all messages of the
 * worker, of which each waits once at most.
 */
final class AccessLane {
    private final long[] sequences;
    private final AccessMessage[] messages;
    private final int mask;
    private long head;
    private long tail;
    private long first = ReplayOrder.NONE;
    private long last;

    /** Makes a queue for {@code capacity} accesses at least. */
    AccessLane(int capacity) {
        this.sequences = new long[Integer.highestOneBit(2 * capacity - 1)];
        this.messages = new AccessMessage[sequences.length];
        this.mask = sequences.length - 1;
    }

    /** The first number, or {@link ReplayOrder#NONE}. */
    long first() {
        return first;
    }

    /**
     * Puts accesses of a batch behind those that are there, as long as each has a higher number than the one before.
     *
     * @return how many
     */
    int add(AccessMessage[] batch, int from, int size) {
        long end = tail;
        long highest = head == end ? Long.MIN_VALUE : last;
        int next = from;
        while (next < size) {
            long sequence = batch[next].sequence();
            if (sequence <= highest) {
                break;
            }
            int place = (int) end++ & mask;
            sequences[place] = sequence;
            messages[place] = batch[next++];
            highest = sequence;
        }
        tail = end;
        last = highest;
        first = firstOf(head);
        return next - from;
    }

    /**
     * Takes the accesses numbered {@code next}, {@code next + 1} and so on, as long as there are any and {@code batch} has room.
     *
     * @param batch filled from {@code from} on
     * @return how many
     */
    int take(long next, AccessMessage[] batch, int from) {
        if (first != next) {
            return 0;
        }
        int most = (int) Math.min(tail - head, batch.length - from);
        int count = 0;
        while (count < most) {
            int place = (int) (head + count) & mask;
            if (sequences[place] != next + count) {
                break;
            }
            batch[from + count++] = messages[place];
        }
        head += count;
        first = firstOf(head);
        return count;
    }

    /** Takes the first access. */
    AccessMessage take() {
        AccessMessage message = messages[(int) head++ & mask];
        first = firstOf(head);
        return message;
    }

    private long firstOf(long place) {
        return place == tail ? ReplayOrder.NONE : sequences[(int) place & mask];
    }
}
