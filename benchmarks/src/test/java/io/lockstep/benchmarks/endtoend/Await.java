package io.lockstep.benchmarks.endtoend;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on a condition, with a bound and a dump of what was there instead. */
final class Await {
    /** How long anything may take on a busy machine. Reaching it is a failure, so it costs a passing test nothing. */
    static final Duration BOUND = Duration.ofSeconds(60);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** A question that may be asked again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns when the condition holds. */
    static void until(String what, Supplier<String> dump, Condition condition) throws Exception {
        long deadlineNs = System.nanoTime() + BOUND.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(
                        "not within " + BOUND.toSeconds() + " s: " + what + "\nwhat was there:\n" + dump.get());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
