package io.lockstep.daemon.node;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for what agents must not wait for. It is started when it is made, on the main thread: one that is started by an agent inherits
 * the agent's core, and then waits there for the agent, which may spin, to use up its time slice.
 */
final class SideThread {
    private SideThread() {}

    /** An executor of one daemon thread that runs already. */
    static ThreadPoolExecutor start(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name).factory());
        executor.prestartAllCoreThreads();
        return executor;
    }
}
