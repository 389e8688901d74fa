package io.lockstep.simulator.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What one machine's kernel has of a connection: a socket. Used by the channel of its process, and by the network.
 *
 * <p>As TCP has it: closing with unread bytes resets the connection; bytes for a closed socket are answered by a reset; what has
 * arrived before a reset can still be read.
 */
final class Endpoint {
    private final Host host;
    private final Pipe in;
    private final Pipe out;
    private final int localPort;
    private final int remotePort;
    private Endpoint peer;
    private Consumer<byte[]> firstWords;

    private boolean connected;
    private boolean refused;
    private boolean closed;
    private boolean finSent;
    private boolean finArrived;
    private boolean resetSent;
    private boolean resetArrived;

    Endpoint(Host host, Pipe in, Pipe out, int localPort, int remotePort) {
        this.host = host;
        this.in = in;
        this.out = out;
        this.localPort = localPort;
        this.remotePort = remotePort;
    }

    /** Tells somebody what is written first. */
    void onFirstWords(Consumer<byte[]> listener) {
        firstWords = listener;
    }

    void peer(Endpoint other) {
        peer = other;
    }

    // ---------------------------------------------------------------- process

    boolean isConnected() {
        return connected;
    }

    boolean isRefused() {
        return refused;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a read would bring something: bytes, the end, or an error. */
    boolean isReadable() {
        return in.readable() > 0 || finArrived || resetArrived;
    }

    /** Whether the peer has closed or reset. */
    boolean hasEnded() {
        return finArrived || resetArrived;
    }

    boolean isWritable() {
        return resetArrived || out.room() > 0;
    }

    /** Reads; -1 at the end. */
    int read(ByteBuf target) throws IOException {
        if (in.readable() > 0) {
            return in.readInto(target);
        }
        if (resetArrived) {
            throw new IOException("Connection reset by peer");
        }
        return finArrived ? -1 : 0;
    }

    /** Writes what the kernel has room for. */
    int write(ByteBuf source) throws IOException {
        if (closed || resetArrived) {
            throw new IOException("Broken pipe");
        }
        if (firstWords != null) {
            byte[] words = new byte[source.readableBytes()];
            source.getBytes(source.readerIndex(), words);
            firstWords.accept(words);
            firstWords = null;
        }
        return out.write(source);
    }

    /** Closes the socket: an orderly end, or a reset where bytes were left unread. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (in.readable() > 0) {
            out.dropUndelivered();
            resetSent = true;
        } else {
            finSent = true;
        }
    }

    /** The machine has lost power: nobody tells the peer. */
    void vanish() {
        closed = true;
        out.dropUndelivered();
    }

    int receiveCapacity() {
        return in.receiveCapacity();
    }

    int localPort() {
        return localPort;
    }

    int remotePort() {
        return remotePort;
    }

    Host host() {
        return host;
    }

    Endpoint peer() {
        return peer;
    }

    // ---------------------------------------------------------------- network

    void connected() {
        connected = true;
    }

    void refused() {
        refused = true;
    }

    /** Both sides lose the connection at once, as when somebody in between resets it. */
    void reset() {
        out.dropUndelivered();
        resetArrived = true;
    }

    Pipe out() {
        return out;
    }

    /** Whether this side has said something that the peer has not heard: bytes, its end, or a reset. */
    boolean hasNews() {
        return out.undelivered() > 0 || (finSent && !peer.finArrived) || (resetSent && !peer.resetArrived);
    }

    /** Lets what this side has said reach the peer, at most {@code most} bytes; returns how many bytes moved, 0 for an end, -1 for nothing. */
    int moveNews(int most) {
        if (peer.closed) {
            return answerFromClosed();
        }
        int count = Math.min(most, out.deliverable());
        if (count > 0) {
            out.deliver(count);
            return count;
        }
        if (out.undelivered() > 0) {
            return -1;
        }
        if (resetSent && !peer.resetArrived) {
            peer.resetArrived = true;
            return 0;
        }
        if (finSent && !peer.finArrived) {
            peer.finArrived = true;
            return 0;
        }
        return -1;
    }

    /** The peer's socket is gone: its machine, if there is one, answers with a reset. */
    private int answerFromClosed() {
        boolean bytes = out.undelivered() > 0;
        out.dropUndelivered();
        peer.finArrived = true;
        peer.resetArrived = true;
        if (bytes && !closed) {
            resetArrived = true;
        }
        return 0;
    }
}
