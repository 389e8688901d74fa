package io.lockstep.nat;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * The shortest way through a network function: accesses run at once, on the same thread. Allocates nothing, so that what
 * remains is the function's own.
 */
final class DirectContext implements PacketContext {
    private static final int BUFFER_BYTES = 2_048;
    private static final int HEADROOM_BYTES = 128;

    private final long[] values = new long[SLOTS];
    private final Packet packet = new Packet();
    private final Packet[] extra = new Packet[EXTRA_PACKETS];
    private final long buffers;
    private final Object state;
    private final Consumer<Packet> outputs;
    private int ingressPort;
    private int used;
    private long nowNs = 1_700_000_000_000_000_000L;
    private long random = 42;
    private Access<Object> pending;
    private Continuation then;

    /** Told of each access before it runs. */
    Consumer<Access<Object>> beforeAccess = access -> {};

    long forwarded;
    long dropped;
    long emitted;
    long consumed;

    DirectContext(Object state) {
        this(state, Arena.global(), packet -> {});
    }

    /** With buffers in an arena, and somebody who looks at each packet that goes out. */
    DirectContext(Object state, Arena arena, Consumer<Packet> outputs) {
        this.state = state;
        this.outputs = outputs;
        MemorySegment memory = arena.allocate((long) BUFFER_BYTES * (1 + EXTRA_PACKETS), 64);
        buffers = memory.address();
        for (int i = 0; i < EXTRA_PACKETS; i++) {
            extra[i] = new Packet();
        }
    }

    /** Handles a copy of a frame to its end. */
    void process(PacketProcessor processor, int port, Packet frame) {
        ingressPort = port;
        used = 0;
        packet.wrap(0, buffers + HEADROOM_BYTES, frame.length(), buffers, buffers + BUFFER_BYTES);
        packet.copyFrom(0, frame, 0, frame.length());
        processor.process(this);
        finish();
    }

    void timer(PacketProcessor processor) {
        packet.wrap(0, buffers, 0, buffers, buffers);
        processor.onTimer(this, 0);
        finish();
    }

    void advance(long ns) {
        nowNs += ns;
    }

    private void finish() {
        while (pending != null) {
            Access<Object> access = pending;
            pending = null;
            beforeAccess.accept(access);
            access.run(state, this);
            then.run(this);
        }
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
        outputs.accept(packet);
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
        consumed++;
    }

    @Override
    public Packet newPacket(int lengthBytes) {
        long start = buffers + (long) BUFFER_BYTES * (1 + used);
        Packet fresh = extra[used++];
        fresh.wrap(used, start + HEADROOM_BYTES, lengthBytes, start, start + BUFFER_BYTES);
        return fresh;
    }

    @Override
    public void emit(Packet fresh, int port) {
        outputs.accept(fresh);
        emitted++;
    }

    @Override
    public long now() {
        return nowNs;
    }

    @Override
    public long random() {
        random = random * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        return random >>> 16;
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
