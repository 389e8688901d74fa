package io.lockstep.runtime.owner;

/**
 * The accesses that an owner in replay has received and not run, by their numbers. Owner thread only; allocates nothing.
 *
 * <pre>
 *   places:    | 12 | 13 |    | 15 | ... |    |     one for each of the next numbers, in a ring: 12 is next
 *   heap:      70012, 70019, ...                    too far ahead, there already, or late
 * </pre>
 *
 * <p>Numbers of all that is in flight mostly lie close together: their places make a queue in which each access stands where it belongs, whoever
 * it came from, and what is next is found without a search. A worker with little traffic may be any distance ahead of the others; such accesses,
 * and those whose number has run already or is there twice, are in the heap.
 */
final class ReplayOrder {
    /** In place of a number: there is no access. */
    static final long NONE = Long.MAX_VALUE;

    private final AccessMessage[] places;
    private final int mask;
    private final AccessHeap heap;
    private int size;

    /** Makes room for {@code capacity} accesses. */
    ReplayOrder(int capacity) {
        // Twice as many places: numbers of what has not come lie in between.
        this.places = new AccessMessage[Integer.highestOneBit(4 * capacity - 1)];
        this.mask = places.length - 1;
        this.heap = new AccessHeap(capacity);
    }

    /** How many accesses there are. */
    int size() {
        return size;
    }

    /**
     * Adds what has been received.
     *
     * @param next the number whose turn it is
     */
    void add(long next, AccessMessage[] batch, int batchSize) {
        for (int i = 0; i < batchSize; i++) {
            long sequence = batch[i].sequence();
            int place = (int) sequence & mask;
            if ((sequence - next & ~mask) == 0 && places[place] == null) {
                places[place] = batch[i];
            } else {
                heap.add(sequence, batch[i]);
            }
        }
        size += batchSize;
    }

    /**
     * Takes the accesses numbered {@code next}, {@code next + 1} and so on, as many as there are and {@code batch} has room for. All of them have
     * to be run, or what comes later stands in wrong places.
     *
     * @return how many
     */
    int take(long next, AccessMessage[] batch) {
        int count = 0;
        while (count < batch.length) {
            int place = (int) (next + count) & mask;
            AccessMessage message = places[place];
            if (message != null) {
                places[place] = null;
            } else if (heap.first() == next + count) {
                message = heap.take();
            } else {
                break;
            }
            batch[count++] = message;
        }
        size -= count;
        return count;
    }

    /** Whether there is an access whose number is below {@code next}: it has run already, or was skipped. */
    boolean hasLate(long next) {
        return heap.first() < next;
    }

    /** Takes the access with the lowest number of those that are late; there is one. */
    AccessMessage takeLate() {
        size--;
        return heap.take();
    }

    /** The lowest number from {@code next} on, or {@link #NONE}; none is late. */
    long first(long next) {
        for (int ahead = 0; ahead <= mask; ahead++) {
            if (places[(int) (next + ahead) & mask] != null) {
                return Math.min(next + ahead, heap.first());
            }
        }
        return heap.first();
    }
}
