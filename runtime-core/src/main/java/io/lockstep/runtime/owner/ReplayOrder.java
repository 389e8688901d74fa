package io.lockstep.runtime.owner;

/**
 * The accesses that an owner in replay has received and not run, by their numbers. Owner thread only; allocates nothing.
 *
 * <pre>
 *   worker 0    lane:  12 13 14 | 40 41 42 43 ...       what a worker sends comes in the order of its numbers,
 *   worker 1    lane:  15 16 17 18 | 29 ...             so the next one is the first of a lane;
 *   any worker  heap:  19 22 23 ...                     unless it came behind a higher number of its worker
 * </pre>
 *
 * <p>A worker sends the first accesses of its packets in the primary's order. The second access of a packet may come behind the first ones of
 * later packets although its number is lower: those that do not fit into their lane are in the heap. So each access is in the one or in the
 * other, in the order of numbers, and whatever is next, or lowest, is the first of a lane or of the heap.
 */
final class ReplayOrder {
    /** In place of a number: there is no access. */
    static final long NONE = Long.MAX_VALUE;

    private final AccessLane[] lanes;
    private final AccessHeap heap;
    private int current;
    private int size;

    /** Makes room for {@code inFlight} accesses of each worker. */
    ReplayOrder(int workers, int inFlight) {
        this.lanes = new AccessLane[workers];
        for (int worker = 0; worker < workers; worker++) {
            lanes[worker] = new AccessLane(inFlight);
        }
        this.heap = new AccessHeap(workers * inFlight);
    }

    /** How many accesses there are. */
    int size() {
        return size;
    }

    /** Adds what has been received of a worker: of a batch, the accesses from {@code from} on. */
    void add(int worker, AccessMessage[] batch, int from, int batchSize) {
        int next = from;
        while (next < batchSize) {
            next += lanes[worker].add(batch, next, batchSize);
            if (next < batchSize) {
                heap.add(batch[next].sequence(), batch[next]);
                next++;
            }
        }
        size += batchSize - from;
    }

    /**
     * Takes the accesses numbered {@code next}, {@code next + 1} and so on, as many as there are and {@code batch} has room for. The search begins at
     * the lane that gave last, as primaries number the accesses of one worker in runs.
     *
     * @return how many
     */
    int take(long next, AccessMessage[] batch) {
        int count = 0;
        int tried = 0;
        while (tried < lanes.length && count < batch.length) {
            int taken = lanes[current].take(next + count, batch, count);
            if (taken > 0) {
                count += taken;
                tried = 0;
            } else if (heap.first() == next + count) {
                batch[count++] = heap.take();
                tried = 0;
            } else {
                current = current + 1 < lanes.length ? current + 1 : 0;
                tried++;
            }
        }
        size -= count;
        return count;
    }

    /** The lowest number of all, or {@link #NONE}. */
    long first() {
        long first = heap.first();
        for (AccessLane lane : lanes) {
            first = Math.min(first, lane.first());
        }
        return first;
    }

    /** Takes the access with the lowest number of all; there is one. */
    AccessMessage takeFirst() {
        long first = first();
        size--;
        for (AccessLane lane : lanes) {
            if (lane.first() == first) {
                return lane.take();
            }
        }
        return heap.take();
    }
}
