package io.lockstep.benchmarks.performance;

import java.io.IOException;

/** A stream from one thread to another. Each thread opens, drives and closes its own end; neither call ever blocks. */
interface ByteStream extends AutoCloseable {
    /** Sender's thread, once. */
    void openSender() throws IOException;

    /** Sender's thread: sends what can be sent. */
    void send() throws IOException;

    /** Sender's thread, at the end. */
    void closeSender() throws IOException;

    /** Receiver's thread, once. */
    void openReceiver() throws IOException;

    /** Receiver's thread: takes what is there. */
    void receive() throws IOException;

    /** Receiver's thread, at the end. */
    void closeReceiver() throws IOException;

    /** Bytes of payload that have arrived. Any thread. */
    long received();

    /** Nanoseconds that the sender's thread has spent in calls of {@link #send} that sent something. Any thread. */
    long sendingNs();

    /** Why nothing arrives, as far as it is known. */
    String problem();

    /** Both threads have ended. */
    @Override
    void close();
}
