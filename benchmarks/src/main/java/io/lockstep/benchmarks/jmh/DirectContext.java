package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;

/**
 * The shortest way through a network function: its access runs at once on the same thread. What is measured through it is the
 * function's own work. Functions that make packets of their own are beyond it.
 */
final class DirectContext implements PacketContext {
    private static final int BUFFER_BYTES = 2048;
    private static final int HEADROOM_BYTES = 128;

    private final long[] values = new long[SLOTS];
    private final Packet packet = new Packet();
    private final long buffer;
    private final Object state;
    private int ingressPort;
    private Access<Object> pending;
    private Continuation then;
    private long forwarded;
    private long dropped;

    DirectContext(Arena arena, Object state) {
        this.buffer = arena.allocate(BUFFER_BYTES, 64).address();
        this.state = state;
    }

    /** Handles a copy of a frame to its end. */
    void process(PacketProcessor processor, int port, Packet frame) {
        ingressPort = port;
        int length = frame.length();
        packet.wrap(0, buffer + HEADROOM_BYTES, length, buffer, buffer + BUFFER_BYTES);
        packet.copyFrom(0, frame, 0, length);
        processor.process(this);
        while (pending != null) {
            Access<Object> access = pending;
            pending = null;
            access.run(state, this);
            then.run(this);
        }
    }

    /** Packets forwarded so far. */
    long forwarded() {
        return forwarded;
    }

    /** Packets dropped so far. */
    long dropped() {
        return dropped;
    }

    @Override
    public Packet packet() {
        return packet;
    }

    @Override
    public int ingressPort() {
        return ingressPort;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S> void access(SharedVariable<S> variable, Access<S> operation, Continuation continuation) {
        pending = (Access<Object>) operation;
        then = continuation;
    }

    @Override
    public void forward(int port) {
        forwarded++;
    }

    @Override
    public void drop(DropReason reason) {
        dropped++;
    }

    @Override
    public void pass() {
        forwarded++;
    }

    @Override
    public void done() {
        dropped++;
    }

    @Override
    public Packet newPacket(int lengthBytes) {
        throw new IllegalStateException("the benchmark's packets call for no packets of the function's own making");
    }

    @Override
    public void emit(Packet fresh, int port) {
        throw new IllegalStateException("nothing was made that could be emitted");
    }

    @Override
    public long now() {
        return 1_700_000_000_000_000_000L;
    }

    @Override
    public long random() {
        return 42;
    }

    @Override
    public long value(int slot) {
        return values[slot];
    }

    @Override
    public void value(int slot, long value) {
        values[slot] = value;
    }
}
