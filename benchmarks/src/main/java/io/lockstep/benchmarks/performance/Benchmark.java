package io.lockstep.benchmarks.performance;

import java.util.List;

/** One of {@code scripts/bench}'s measurements: everything that it compares is taken in one run, in turn, on the same cores. */
interface Benchmark {
    /** The name on the command line. */
    String name();

    /** One sentence: what is measured. */
    String what();

    /**
     * Measures. Leaves no process, file outside of {@code lab.directory()} or listener behind, also when it throws.
     *
     * @throws Exception when something could not be measured; the message says what and why
     */
    List<Result> run(Lab lab) throws Exception;
}
