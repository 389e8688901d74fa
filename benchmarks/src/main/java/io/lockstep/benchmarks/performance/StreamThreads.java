package io.lockstep.benchmarks.performance;

import io.lockstep.dpdk.Eal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Runs both ends of a stream, each on a thread and core of its own, until closed. */
final class StreamThreads implements AutoCloseable {
    private static final long FIRST_BYTE_WITHIN_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int END_MS = 5_000;
    private static final int POLL_MS = 10;

    private final ByteStream stream;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread sender;
    private final Thread receiver;
    private volatile boolean running = true;

    private interface Step {
        void run() throws IOException;
    }

    StreamThreads(ByteStream stream, int senderCore, int receiverCore) {
        this.stream = stream;
        this.sender = thread("sender", senderCore, stream::openSender, stream::send, stream::closeSender);
        this.receiver = thread("receiver", receiverCore, stream::openReceiver, stream::receive, stream::closeReceiver);
    }

    private Thread thread(String name, int core, Step open, Step step, Step close) {
        // Netty keeps its buffers per thread, and without garbage only on threads of its own kind.
        Thread thread = new FastThreadLocalThread(
                () -> {
                    try {
                        Eal.pinThread(core);
                        open.run();
                        try {
                            while (running) {
                                step.run();
                            }
                        } finally {
                            close.run();
                        }
                    } catch (IOException | RuntimeException e) {
                        failure.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until something arrives. */
    void awaitFlow() throws InterruptedException, BenchmarkFailure {
        long deadlineNs = System.nanoTime() + FIRST_BYTE_WITHIN_NS;
        while (received() == 0) {
            if (System.nanoTime() > deadlineNs) {
                throw new BenchmarkFailure("nothing arrives: " + stream.problem());
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Bytes that have arrived so far. */
    long received() throws BenchmarkFailure {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new BenchmarkFailure("the stream broke off: " + thrown + "; " + stream.problem());
        }
        return stream.received();
    }

    @Override
    public void close() {
        running = false;
        try {
            sender.join(END_MS);
            receiver.join(END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sender.isAlive() || receiver.isAlive()) {
            throw new IllegalStateException("the stream's threads do not end within " + END_MS + " ms");
        }
        stream.close();
    }
}
