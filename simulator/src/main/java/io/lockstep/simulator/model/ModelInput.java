package io.lockstep.simulator.model;

import java.util.Arrays;

/** One input on one node: what it has done so far and must do next, by the nasty function's description. */
final class ModelInput {
    /** Most outputs of an input. */
    static final int OUTPUTS = 5;

    private static final int MOST_ACCESSES = 8;
    private static final int TIMER_ACCESSES = 2;

    final long id;
    final int worker;
    final int ordinal;
    final long now;
    final long random;
    private final byte[] frame;
    private final int port;
    private final int stages;
    private final int variables;
    private long lastResult;
    private long digest;
    private int accesses;
    private boolean ended;
    private int nextVariable;
    private int nextOperation;
    /** For each output its port, -1 for none. */
    private final int[] outputPorts = new int[OUTPUTS];

    private final long[] outputDigests = new long[OUTPUTS];
    private final int[] outputAccesses = new int[OUTPUTS];
    private int stage;
    private int accessesBefore;

    /**
     * An input that has just started.
     *
     * @param frame as it arrived; null for a timer
     * @param stages functions in the chain
     * @param variables of each function
     */
    ModelInput(
            long id,
            int worker,
            int ordinal,
            int port,
            long now,
            long random,
            byte[] frame,
            int stages,
            int variables) {
        this.id = id;
        this.worker = worker;
        this.ordinal = ordinal;
        this.port = port;
        this.now = now;
        this.random = random;
        this.frame = frame;
        this.stages = stages;
        this.variables = variables;
        Arrays.fill(outputPorts, -1);
        decide();
    }

    boolean ended() {
        return ended;
    }

    int accesses() {
        return accesses;
    }

    long digest() {
        return digest;
    }

    int port() {
        return port;
    }

    byte[] frame() {
        return frame;
    }

    int nextVariable() {
        return nextVariable;
    }

    int nextOperation() {
        return nextOperation;
    }

    /** The port that an output must leave by, -1 when there must be none. */
    int outputPort(int output) {
        return output < outputPorts.length ? outputPorts[output] : -1;
    }

    /** The digest of results that an output must carry. */
    long outputDigest(int output) {
        return outputDigests[output];
    }

    /** The number of accesses that an output must carry. */
    int outputAccesses(int output) {
        return outputAccesses[output];
    }

    /** Its next access has answered. */
    void accessed(long result) {
        boolean threw = nextOperation >= 6;
        accesses++;
        if (threw) {
            fail();
            return;
        }
        lastResult = result;
        digest = digest * 31 + result;
        decide();
    }

    private void decide() {
        if (frame == null) {
            decideTimer();
            return;
        }
        int flags = frame[stage == 0 ? 24 : 33];
        int count = stage == 0 ? frame[22] : frame[34] & 3;
        int index = accesses - accessesBefore;
        boolean stops = index > 0 && (flags & 1) != 0 && (lastResult & 3) == 0;
        if (stops || index == count) {
            end(flags);
            return;
        }
        if (accesses == MOST_ACCESSES) {
            ended = true; // the runtime ends it; what was emitted leaves
            return;
        }
        int script = frame[25 + (stage == 0 ? index : (3 * index + 1) % 8)] & 0xff;
        nextOperation = script / 32;
        if (nextOperation > 5 && (flags & 8) == 0) {
            nextOperation -= 6;
        }
        nextVariable = choose(script % 32 + ((flags & 2) != 0 ? lastResult : 0));
    }

    private void end(int flags) {
        int verdict = frame[stage == 0 ? 23 : 35] & 0xff;
        if ((flags & 4) != 0) {
            verdict += (int) (lastResult & 0xff);
        }
        switch (verdict % 16) {
            case 6, 10, 12 -> ended = true;
            case 7, 13 -> fail();
            case 8 -> {
                output(2 * stage + 1, 1);
                pass();
            }
            case 9 -> {
                output(2 * stage + 1, 1);
                output(2 * stage + 2, 0);
                ended = true;
            }
            case 11 -> {
                output(0, port);
                ended = true;
            }
            default -> pass();
        }
    }

    /** To the next function of the chain, or out. */
    private void pass() {
        if (stage + 1 == stages) {
            output(0, 1 - port);
            ended = true;
            return;
        }
        stage++;
        accessesBefore = accesses;
        lastResult = 0;
        decide();
    }

    private void output(int output, int to) {
        outputPorts[output] = to;
        outputDigests[output] = digest;
        outputAccesses[output] = accesses;
    }

    /** A function or one of its accesses has thrown: nothing leaves. */
    private void fail() {
        Arrays.fill(outputPorts, -1);
        ended = true;
    }

    private void decideTimer() {
        if (accesses == TIMER_ACCESSES) {
            ended = true;
            output(0, 0);
            return;
        }
        nextOperation = 5;
        nextVariable = choose(lastResult);
    }

    private int choose(long number) {
        return stage * variables + (int) Long.remainderUnsigned(number, variables);
    }
}
