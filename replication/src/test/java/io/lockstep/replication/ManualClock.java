package io.lockstep.replication;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/** Time stands still until a test moves it. */
final class ManualClock implements NanoClock {
    private long nowNs = -5_000_000; // nanoTime may be negative and may cross zero

    @Override
    public long nanoTime() {
        return nowNs;
    }

    void advanceMs(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
