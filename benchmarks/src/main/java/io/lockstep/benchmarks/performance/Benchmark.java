package io.lockstep.benchmarks.performance;

import java.util.List;
import java.util.Optional;

/** One of {@code scripts/bench}'s measurements: everything that it compares is taken in one run, in turn, on the same cores. */
interface Benchmark {
    /** The name on the command line. */
    String name();

    /** One sentence: what is measured. */
    String what();

    /** The picture that a figure is drawn in, such as {@code forward}; empty: in none. */
    default Optional<String> picture(Result result) {
        return Optional.of(name());
    }

    /**
     * Measures. Leaves no process, file outside of {@code lab.directory()} or listener behind, also when it throws.
     *
     * @throws Exception when something could not be measured; the message says what and why
     */
    List<Result> run(Lab lab) throws Exception;
}
