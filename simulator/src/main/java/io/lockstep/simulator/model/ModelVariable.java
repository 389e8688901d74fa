package io.lockstep.simulator.model;

import java.util.HashMap;
import java.util.Map;

/** One shared variable of the nasty function, as its description says. */
final class ModelVariable {
    private long chain;
    private long count;
    private final Map<Integer, Long> cells = new HashMap<>();

    /** Runs an access; returns its result. */
    long access(long id, int index, int operation, long now, long drawn) {
        long result = scramble(chain ^ (id * 31 + index)) + count;
        if (operation == 7) {
            return result; // it throws before it changes anything
        }
        int cell = (int) (result & 7);
        long old = cells.getOrDefault(cell, 0L);
        result ^= old;
        cells.put(cell, old + id);
        count++;
        switch (operation) {
            case 3 -> {
                /* Leaves the chain alone. */
            }
            case 4 -> chain = result + now;
            case 5 -> chain = result + drawn;
            default -> chain = result;
        }
        return result;
    }

    /** The word of memory at an index. */
    long word(int index) {
        return switch (index) {
            case 0 -> chain;
            case 1 -> count;
            default -> cells.getOrDefault(index - 2, 0L);
        };
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 32)) * 0xd6e8feb86659fd93L;
        return z ^ (z >>> 29);
    }
}
