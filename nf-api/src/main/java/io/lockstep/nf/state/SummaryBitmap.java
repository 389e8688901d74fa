package io.lockstep.nf.state;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The shape of a bitmap with two levels of summary, shared by many bitmaps of one size: finding the first clear bit at or
 * after any position looks at a handful of words.
 *
 * <pre>
 *   top       bit = all 64 summary words' bits below it are set
 *   summary   bit = all 64 bits of the word below it are set
 *   words     bit = set
 * </pre>
 *
 * <p>Zero memory is a bitmap without a set bit. Bits behind the last position are never set, so a search may find one: it
 * then knows that no clear bit is left.
 */
final class SummaryBitmap {
    static final int NONE = -1;

    private final int positions;
    private final int topWords;
    private final int summaryWords;
    private final StructLayout layout;
    private final long summary;
    private final long words;

    SummaryBitmap(int positions) {
        int wordCount = wordsFor(positions);
        this.positions = positions;
        this.summaryWords = wordsFor(wordCount);
        this.topWords = wordsFor(summaryWords);
        this.layout = MemoryLayout.structLayout(
                MemoryLayout.sequenceLayout(topWords, ValueLayout.JAVA_LONG).withName("top"),
                MemoryLayout.sequenceLayout(summaryWords, ValueLayout.JAVA_LONG).withName("summary"),
                MemoryLayout.sequenceLayout(wordCount, ValueLayout.JAVA_LONG).withName("words"));
        this.summary = layout.byteOffset(PathElement.groupElement("summary"));
        this.words = layout.byteOffset(PathElement.groupElement("words"));
    }

    StructLayout layout() {
        return layout;
    }

    boolean isSet(long base, int position) {
        return isFlag(base + words, position);
    }

    void set(long base, int position) {
        if (setFlag(base + words, position) && setFlag(base + summary, position >>> 6)) {
            setFlag(base, position >>> 12);
        }
    }

    void clear(long base, int position) {
        if (clearFlag(base + words, position) && clearFlag(base + summary, position >>> 6)) {
            clearFlag(base, position >>> 12);
        }
    }

    /** The first clear position at or after {@code from}, or {@link #NONE}. */
    int nextClear(long base, int from) {
        if (from >= positions) {
            return NONE;
        }
        int position = clearInWord(base + words, from);
        if (position == NONE) {
            position = nextClearSlowPath(base, (from >>> 6) + 1);
        }
        return position < positions ? position : NONE;
    }

    /** Looks for a word that is not full, at or after the given one, and in it for the clear position. */
    private int nextClearSlowPath(long base, int fromWord) {
        if (fromWord >>> 6 >= summaryWords) {
            return NONE;
        }
        int word = clearInWord(base + summary, fromWord);
        if (word == NONE) {
            int summaryWord = notFullSummaryWord(base, (fromWord >>> 6) + 1);
            if (summaryWord == NONE || summaryWord >= summaryWords) {
                return NONE;
            }
            word = clearInWord(base + summary, summaryWord << 6);
        }
        return word << 6 >= positions ? NONE : clearInWord(base + words, word << 6);
    }

    private int notFullSummaryWord(long base, int from) {
        for (int at = from; at >>> 6 < topWords; at = ((at >>> 6) + 1) << 6) {
            int found = clearInWord(base, at);
            if (found != NONE) {
                return found;
            }
        }
        return NONE;
    }

    /** The first clear flag at or after {@code from} within {@code from}'s word. */
    private static int clearInWord(long flags, int from) {
        long clear = ~word(flags, from) & (-1L << from);
        return clear == 0 ? NONE : (from & -64) + Long.numberOfTrailingZeros(clear);
    }

    private static boolean isFlag(long flags, int at) {
        return (word(flags, at) >>> at & 1) != 0;
    }

    /** Sets a flag; returns whether its word is now full. */
    private static boolean setFlag(long flags, int at) {
        long word = word(flags, at) | 1L << at;
        Memory.putLong(flags + (long) (at >>> 6) * Long.BYTES, word);
        return word == -1;
    }

    /** Clears a flag; returns whether its word was full. */
    private static boolean clearFlag(long flags, int at) {
        long word = word(flags, at);
        Memory.putLong(flags + (long) (at >>> 6) * Long.BYTES, word & ~(1L << at));
        return word == -1;
    }

    private static long word(long flags, int at) {
        return Memory.getLong(flags + (long) (at >>> 6) * Long.BYTES);
    }

    private static int wordsFor(int flags) {
        return (flags + 63) >>> 6;
    }
}
