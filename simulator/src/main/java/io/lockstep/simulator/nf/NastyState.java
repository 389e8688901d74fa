package io.lockstep.simulator.nf;

import io.lockstep.nf.AccessContext;
import io.lockstep.nf.state.Region;

/**
 * One shared variable: a chain that every access lengthens, a count, and cells. So each result depends on all accesses before it.
 *
 * <pre>
 *   0        8        16
 *   +--------+--------+-----------------+
 *   | chain  | count  | 8 cells of u64  |
 *   +--------+--------+-----------------+
 * </pre>
 */
final class NastyState {
    static final int BYTES = 80;

    // Value slots of the context.
    static final int ID = 0;
    static final int INDEX = 1;
    static final int OPERATION = 2;
    static final int RESULT = 3;

    private final int variable;
    private final int owner;
    private final Region region;
    private final NastyObserver observer;

    NastyState(int variable, int owner, Region region, NastyObserver observer) {
        this.variable = variable;
        this.owner = owner;
        this.region = region;
        this.observer = observer;
    }

    void access(AccessContext context) {
        long id = context.value(ID);
        int index = (int) context.value(INDEX);
        int operation = (int) context.value(OPERATION);
        long chain = region.getLong(0);
        long count = region.getLong(8);
        long drawn = operation == 5 ? context.random() : 0;
        long result = mix(chain ^ (id * 31 + index)) + count;
        boolean fails = operation >= 6;
        if (operation != 7) {
            int cell = 16 + 8 * (int) (result & 7);
            result ^= region.getLong(cell);
            region.putLong(cell, region.getLong(cell) + id);
            region.putLong(8, count + 1);
            region.putLong(0, operation == 3 ? chain : result + (operation == 4 ? context.now() : drawn));
        }
        context.value(RESULT, result);
        observer.onAccess(variable, owner, id, index, operation, drawn, result, fails);
        if (fails) {
            throw new NastyFailure("access asked to throw");
        }
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 32)) * 0xd6e8feb86659fd93L;
        return z ^ (z >>> 29);
    }
}
