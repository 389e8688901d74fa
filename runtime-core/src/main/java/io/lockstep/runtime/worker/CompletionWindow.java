package io.lockstep.runtime.worker;

import io.lockstep.runtime.replication.ExecutedOrdinal;
import java.util.Arrays;

/**
 * Which inputs of a worker have ended: they end in any order; what the backup acknowledges is the longest gapless prefix.
 *
 * <p>It also bounds how far a worker runs ahead of its oldest unfinished input, on both nodes alike. That bound is what makes the
 * proof that replay cannot deadlock (DESIGN section 3) hold for ordinals and not only for contexts: whatever was in flight
 * together on the primary may be in flight together on the backup. Worker thread only.
 */
final class CompletionWindow {
    private final ExecutedOrdinal executed;
    private final long[] ended;
    private final int mask;
    private long next;
    private long published;

    /** Makes a window of {@code inFlight} ordinals, a power of two. */
    CompletionWindow(int inFlight, ExecutedOrdinal executed) {
        if (Integer.bitCount(inFlight) != 1) {
            throw new IllegalArgumentException("the in-flight limit must be a power of two, not " + inFlight);
        }
        this.executed = executed;
        this.ended = new long[inFlight];
        this.mask = inFlight - 1;
        Arrays.fill(ended, -1);
    }

    /** How many inputs may start when the next gets {@code ordinal}. */
    int room(long ordinal) {
        return (int) (next + ended.length - ordinal);
    }

    /** Marks an input as ended. */
    void end(long ordinal) {
        if (ordinal != next) {
            ended[(int) ordinal & mask] = ordinal;
            return;
        }
        do {
            next++;
        } while (ended[(int) next & mask] == next);
    }

    /** Marks {@code count} inputs in a row as ended. */
    void end(long first, int count) {
        if (first != next) {
            for (int i = 0; i < count; i++) {
                end(first + i);
            }
            return;
        }
        next += count;
        while (ended[(int) next & mask] == next) {
            next++;
        }
    }

    /** Ordinal of the oldest input that has not ended. */
    long next() {
        return next;
    }

    /** Shows the channel how far execution has come, once the output has left. */
    void publish() {
        if (next != published) {
            published = next;
            executed.set(next);
        }
    }
}
