package io.lockstep.simulator.model;

/** One input on one node: what it has done so far and must do next, by the nasty function's description. */
final class ModelInput {
    private static final int MOST_ACCESSES = 8;
    private static final int TIMER_ACCESSES = 2;

    final long id;
    final int worker;
    final int ordinal;
    final long now;
    final long random;
    private final byte[] frame;
    private final int port;
    private final int variables;
    private long lastResult;
    private long digest;
    private int accesses;
    private boolean ended;
    private int nextVariable;
    private int nextOperation;
    /** For each output its port, -1 for none. */
    private final int[] outputPorts = {-1, -1, -1};

    /**
     * An input that has just started.
     *
     * @param frame as it arrived; null for a timer
     */
    ModelInput(long id, int worker, int ordinal, int port, long now, long random, byte[] frame, int variables) {
        this.id = id;
        this.worker = worker;
        this.ordinal = ordinal;
        this.port = port;
        this.now = now;
        this.random = random;
        this.frame = frame;
        this.variables = variables;
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

    /** Outputs it makes, once it has ended. */
    int outputs() {
        int count = 0;
        for (int out : outputPorts) {
            count += out >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Its next access has answered. */
    void accessed(long result) {
        boolean threw = nextOperation >= 6;
        accesses++;
        if (threw) {
            ended = true;
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
        int flags = frame[24];
        boolean stops = accesses > 0 && (flags & 1) != 0 && (lastResult & 3) == 0;
        if (stops || accesses == frame[22]) {
            end();
            return;
        }
        if (accesses == MOST_ACCESSES) {
            ended = true; // the runtime ends it
            return;
        }
        int script = frame[25 + accesses] & 0xff;
        nextOperation = script / 32;
        if (nextOperation > 5 && (flags & 8) == 0) {
            nextOperation -= 6;
        }
        nextVariable = choose(script % 32 + ((flags & 2) != 0 ? lastResult : 0));
    }

    private void end() {
        ended = true;
        int verdict = frame[23] & 0xff;
        if ((frame[24] & 4) != 0) {
            verdict += (int) (lastResult & 0xff);
        }
        switch (verdict % 16) {
            case 6, 7, 10, 12, 13 -> {
                /* Nothing leaves. */
            }
            case 8 -> {
                outputPorts[0] = 1 - port;
                outputPorts[1] = 1;
            }
            case 9 -> {
                outputPorts[1] = 1;
                outputPorts[2] = 0;
            }
            case 11 -> outputPorts[0] = port;
            default -> outputPorts[0] = 1 - port;
        }
    }

    private void decideTimer() {
        if (accesses == TIMER_ACCESSES) {
            ended = true;
            outputPorts[0] = 0;
            return;
        }
        nextOperation = 5;
        nextVariable = choose(lastResult);
    }

    private int choose(long number) {
        return (int) Long.remainderUnsigned(number, variables);
    }
}
