package io.lockstep.replication;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Assertions;

/** Turns duty cycles until something is true, within a bound, and says what was seen when it never was. */
final class Steps {
    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(20);

    private static final IdleStrategy IDLE = new YieldingIdleStrategy();

    private Steps() {}

    static void until(String what, BooleanSupplier condition, TestNode... nodes) {
        until(what, condition, () -> {}, nodes);
    }

    static void until(String what, BooleanSupplier condition, Runnable each, TestNode... nodes) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            each.run();
            int work = 0;
            for (TestNode node : nodes) {
                work += node.channel.doWork();
            }
            IDLE.idle(work);
            if (System.nanoTime() - startNs > BOUND_NS) {
                StringBuilder seen = new StringBuilder("never came true: ").append(what);
                for (TestNode node : nodes) {
                    seen.append("\n  ").append(node);
                }
                Assertions.fail(seen.toString());
            }
        }
    }
}
