package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.DemoFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on a condition, with a bound and a dump of what was there instead. */
final class Bound {
    /** How long anything may take on a busy machine. Reaching it is a failure, so it costs a passing round nothing. */
    static final Duration USUAL = Duration.ofSeconds(20);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private Bound() {}

    /** A question that may be asked again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns when the condition holds, with the milliseconds that this took. */
    static double await(String what, Supplier<String> dump, Condition condition) throws Exception {
        long startNs = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - startNs > USUAL.toNanos()) {
                throw new DemoFailure("not within " + USUAL.toSeconds() + " s: " + what + "; instead: " + dump.get());
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return (System.nanoTime() - startNs) / 1e6;
    }
}
