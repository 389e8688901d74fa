package io.lockstep.runtime.worker;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.nf.HostedVariable;
import io.lockstep.runtime.nf.IndexedDropReason;
import io.lockstep.runtime.owner.AccessMessage;
import io.lockstep.runtime.owner.StateDigest;
import io.lockstep.runtime.replication.RecordLayout;
import java.util.Objects;

/**
 * One input in flight: its packet, its future (the continuation), its tags. Pooled. What an owner has to know of it is in its
 * {@link AccessMessage}; the rest never leaves the worker's core.
 *
 * <p>Worker thread only.
 */
public final class WorkerContext implements PacketContext {
    private static final int NO_PORT = -1;

    private final AccessMessage message;
    private final int ports;
    private final WorkerBuffers buffers;
    private final Packet packet = new Packet();
    private final long[] tags;
    private int tagCount;

    // The input.
    int ingressPort;
    int chainPosition;
    int timer;
    int checkedOwner;
    long recordedStateBytes;
    long recordedDigest;
    /** Whether the context is out of the {@link ContextPool}. */
    boolean taken;

    long recordPosition;
    long ordinal;

    // What the network function asked for.
    private int outcome = Outcome.NONE;
    int outputPort;
    IndexedDropReason dropReason;
    int accessCount;
    private Continuation continuation;

    // Output of the function's own making.
    final Packet[] extra = new Packet[EXTRA_PACKETS];
    final int[] extraPort = new int[EXTRA_PACKETS];
    final boolean[] extraIsScratch = new boolean[EXTRA_PACKETS];
    int extraCount;
    private final ScratchPackets scratch;

    WorkerContext(AccessMessage message, int ports, int maxAccesses, WorkerBuffers buffers, ScratchPackets scratch) {
        this.message = message;
        this.tags = new long[maxAccesses];
        this.ports = ports;
        this.buffers = buffers;
        this.scratch = scratch;
        for (int i = 0; i < EXTRA_PACKETS; i++) {
            extra[i] = new Packet();
        }
    }

    // ------------------------------------------------------------- worker

    void begin(int ingressPort, long nowNs, long secret, long ordinal) {
        this.ingressPort = ingressPort;
        this.ordinal = ordinal;
        this.recordPosition = -1;
        this.chainPosition = 0;
        this.accessCount = 0;
        this.extraCount = 0;
        this.tagCount = 0;
        message.begin(nowNs, secret, ordinal);
    }

    /**
     * Begins the next packet of a burst where the one before it has {@linkplain #leavesAsItCame left as it came} from this same context: what
     * is not set here is as that one found it.
     */
    void beginNext(long ordinal) {
        this.ordinal = ordinal;
        this.chainPosition = 0;
        message.beginNext(ordinal);
    }

    /** Whether a packet lies where it was received, as long as it was, and alone. */
    boolean leavesAsItCame(long address, int lengthBytes) {
        return packet.address() == address && packet.length() == lengthBytes && extraCount == 0;
    }

    void beginTimer(int timer, long nowNs, long secret, long ordinal) {
        begin(NO_PORT, nowNs, secret, ordinal);
        this.timer = timer;
        packet.wrap(0, 0, 0, 0, 0);
    }

    /** Begins a comparison of an owner's state; what was recorded is there on a backup only. */
    void beginCheck(int owner, long position, long nowNs, long secret, long ordinal) {
        begin(NO_PORT, nowNs, secret, ordinal);
        this.timer = -1;
        this.checkedOwner = owner;
        value(StateDigest.POSITION, position);
        packet.wrap(0, 0, 0, 0, 0);
    }

    /** Whether the input came with a packet: neither a timer nor a comparison of state. */
    boolean hasPacket() {
        return ingressPort >= 0;
    }

    int takeOutcome() {
        int asked = outcome;
        outcome = Outcome.NONE;
        return asked;
    }

    /** Whether the network function has asked for something that needs a packet. */
    boolean asksForPacketVerdict() {
        return outcome == Outcome.FORWARD || outcome == Outcome.DROP || outcome == Outcome.PASS;
    }

    /** The digest has been taken. */
    void checked() {
        ask(Outcome.CHECKED);
    }

    /** Forgets where emitted packets should go: they are given back instead. */
    void discardEmitted() {
        for (int i = 0; i < extraCount; i++) {
            extraPort[i] = -1;
        }
    }

    Continuation continuation() {
        return continuation;
    }

    /** What travels to an owner and back. */
    AccessMessage message() {
        return message;
    }

    /** Adds the tag of an access that an owner has run live. */
    void noteSequence() {
        long sequence = message.sequence();
        if (tagCount < accessCount && sequence != AccessMessage.NO_SEQUENCE) {
            tag(RecordLayout.tagOf(message.variable().owner(), sequence));
        }
    }

    /** Tags in the order of the accesses. */
    long[] tags() {
        return tags;
    }

    /** Number of tags. */
    int tagCount() {
        return tagCount;
    }

    /** Adds a tag. */
    void tag(long tag) {
        tags[tagCount++] = tag;
    }

    // ------------------------------------------------------------- network function

    @Override
    public long now() {
        return message.now();
    }

    @Override
    public long random() {
        return message.random();
    }

    @Override
    public long value(int slot) {
        return message.value(slot);
    }

    @Override
    public void value(int slot, long value) {
        message.value(slot, value);
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
    public <S> void access(SharedVariable<S> variable, Access<S> operation, Continuation then) {
        Objects.requireNonNull(variable, "an access needs a shared variable");
        ask(Outcome.ACCESS);
        message.prepare((HostedVariable<?>) variable, operation);
        this.continuation = then;
    }

    @Override
    public void forward(int port) {
        checkPort(port);
        ask(Outcome.FORWARD);
        this.outputPort = port;
    }

    @Override
    public void drop(DropReason reason) {
        Objects.requireNonNull(reason, "a drop needs a reason");
        ask(Outcome.DROP);
        this.dropReason = (IndexedDropReason) reason;
    }

    @Override
    public void pass() {
        ask(Outcome.PASS);
    }

    @Override
    public void done() {
        ask(Outcome.DONE);
    }

    @Override
    public Packet newPacket(int lengthBytes) {
        if (extraCount == EXTRA_PACKETS) {
            throw new IllegalStateException("one input may make at most " + EXTRA_PACKETS + " packets");
        }
        if (lengthBytes < 0 || lengthBytes > buffers.dataBytes()) {
            throw new IllegalArgumentException(
                    "a packet of " + lengthBytes + " bytes does not fit a buffer of " + buffers.dataBytes());
        }
        Packet fresh = extra[extraCount];
        extraIsScratch[extraCount] = !buffers.take(fresh, lengthBytes);
        if (extraIsScratch[extraCount]) {
            scratch.wrap(fresh, extraCount, lengthBytes);
        }
        extraPort[extraCount] = -1;
        extraCount++;
        return fresh;
    }

    @Override
    public void emit(Packet packet, int port) {
        checkPort(port);
        for (int i = 0; i < extraCount; i++) {
            if (extra[i] == packet) {
                extraPort[i] = port;
                return;
            }
        }
        throw new IllegalArgumentException("only packets got from newPacket can be emitted");
    }

    private void ask(int next) {
        if (outcome != Outcome.NONE) {
            throw new IllegalStateException(
                    "the network function asked for " + Outcome.name(next) + " after " + Outcome.name(outcome));
        }
        outcome = next;
    }

    private void checkPort(int port) {
        if (port < 0 || port >= ports) {
            throw new IllegalArgumentException("there is no port " + port + "; ports are 0 to " + (ports - 1));
        }
    }
}
