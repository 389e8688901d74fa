package io.lockstep.benchmarks.performance;

import java.util.List;

/** Something could not be measured; the message says what, and what was there instead. */
final class BenchmarkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Result> measured;

    BenchmarkFailure(String message) {
        this(message, List.of());
    }

    /** The same with what could be measured all the same. */
    BenchmarkFailure(String message, List<Result> measured) {
        super(message);
        this.measured = List.copyOf(measured);
    }

    List<Result> measured() {
        return measured;
    }
}
