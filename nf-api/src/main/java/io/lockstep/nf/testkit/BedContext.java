package io.lockstep.nf.testkit;

import io.lockstep.nf.Access;
import io.lockstep.nf.Continuation;
import io.lockstep.nf.DropReason;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One input on its way. Holds the network function to the API's rules: breaking one throws, and the packet is dropped. */
final class BedContext implements PacketContext {
    /** Whose turn it is. */
    enum Phase {
        /** The network function's code for packets is running. */
        WORKER,
        /** An access is asked for, or running. */
        OWNER,
        /** The verdict has taken effect. */
        ENDED
    }

    /** What the current call has asked for. */
    enum Request {
        NOTHING,
        ACCESS,
        FORWARD,
        DROP,
        PASS,
        DONE
    }

    record Emission(Packet packet, int port) {}

    private final BedNode node;
    private final BedRecord record;
    private final Packet packet;
    private final BedSlots slots;
    private final List<Packet> extraPackets = new ArrayList<>();
    private final List<Emission> emissions = new ArrayList<>();
    private Phase phase = Phase.WORKER;
    private Request request = Request.NOTHING;
    private int egressPort;
    private DropReason dropReason;
    private BedVariable<?> variable;
    private Access<?> operation;
    private Continuation continuation;
    private Throwable failure;
    private int accessesMade;
    private long randomNumbers;

    BedContext(BedNode node, BedRecord record, SplittableRandom garbage) {
        this.node = node;
        this.record = record;
        this.packet = node.buffers().take(record.frame);
        this.slots = new BedSlots(garbage);
    }

    BedRecord record() {
        return record;
    }

    Request request() {
        return request;
    }

    int egressPort() {
        return egressPort;
    }

    DropReason dropReason() {
        return dropReason;
    }

    BedVariable<?> variable() {
        return variable;
    }

    int accessesMade() {
        return accessesMade;
    }

    Throwable failure() {
        return failure;
    }

    List<Emission> emissions() {
        return emissions;
    }

    void fail(Throwable thrown) {
        failure = thrown;
    }

    void toOwner() {
        phase = Phase.OWNER;
    }

    /** Runs the access that was asked for; returns what it did. Owner's turn. */
    BedAccess runAccess(int owner, long sequence) {
        BedSlots arguments = slots.copy();
        try {
            run(variable);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        accessesMade++;
        String thrown = failure == null ? null : failure.getClass().getName();
        return new BedAccess(owner, sequence, variable.name(), operation.getClass(), arguments, slots.copy(), thrown);
    }

    @SuppressWarnings("unchecked") // access() has checked the operation's type against the variable's
    private <S> void run(BedVariable<S> target) {
        ((Access<S>) operation).run(target.state(), this);
    }

    /** Runs the continuation of the access that has run. Worker's turn. */
    void resume() {
        Continuation then = continuation;
        phase = Phase.WORKER;
        request = Request.NOTHING;
        then.run(this);
    }

    void end() {
        phase = Phase.ENDED;
        extraPackets.forEach(node.buffers()::release);
        node.buffers().release(packet);
    }

    @Override
    public Packet packet() {
        check(phase == Phase.WORKER, "the packet belongs to the worker's calls");
        return packet;
    }

    @Override
    public int ingressPort() {
        check(!record.isTimer(), "a timer has no ingress port");
        return record.port;
    }

    @Override
    public long now() {
        checkNotEnded();
        return record.timeNs;
    }

    @Override
    public long random() {
        checkNotEnded();
        return new SplittableRandom(record.randomSeed + randomNumbers++).nextLong();
    }

    @Override
    public long value(int slot) {
        checkNotEnded();
        return slots.get(slot);
    }

    @Override
    public void value(int slot, long value) {
        checkNotEnded();
        slots.set(slot, value);
    }

    @Override
    public <S> void access(SharedVariable<S> target, Access<S> access, Continuation then) {
        check(node.owns(target), "the variable is not one that this function declared when it opened: " + target);
        check(access != null && then != null, "an access needs an operation and a continuation");
        ask(Request.ACCESS);
        variable = (BedVariable<S>) target;
        operation = access;
        continuation = then;
    }

    @Override
    public void forward(int port) {
        check(!record.isTimer(), "a timer's verdict is done()");
        checkPort(port);
        ask(Request.FORWARD);
        egressPort = port;
    }

    @Override
    public void drop(DropReason reason) {
        check(!record.isTimer(), "a timer's verdict is done()");
        check(
                node.declared(reason),
                "the drop reason is not one that this function declared when it opened: " + reason);
        ask(Request.DROP);
        dropReason = reason;
    }

    @Override
    public void pass() {
        check(!record.isTimer(), "a timer's verdict is done()");
        ask(Request.PASS);
    }

    @Override
    public void done() {
        ask(Request.DONE);
    }

    @Override
    public Packet newPacket(int lengthBytes) {
        check(phase == Phase.WORKER, "packets are made in the worker's calls");
        check(extraPackets.size() < EXTRA_PACKETS, "one input may make " + EXTRA_PACKETS + " packets and no more");
        Packet made = node.buffers().take(lengthBytes);
        extraPackets.add(made);
        return made;
    }

    @Override
    public void emit(Packet made, int port) {
        check(phase == Phase.WORKER, "packets are emitted in the worker's calls");
        check(extraPackets.contains(made), "only a packet from this context's newPacket can be emitted");
        check(emissions.stream().noneMatch(other -> other.packet == made), "the packet has been emitted already");
        checkPort(port);
        emissions.add(new Emission(made, port));
    }

    private void ask(Request asked) {
        check(phase == Phase.WORKER, asked + " asked for while it is not the worker's turn");
        check(request == Request.NOTHING, asked + " asked for after " + request + ": a call asks for one thing");
        request = asked;
    }

    private void checkPort(int port) {
        int ports = node.spec().ports().size();
        check(port >= 0 && port < ports, "port " + port + " does not exist; the node has ports 0 to " + (ports - 1));
    }

    private void checkNotEnded() {
        check(phase != Phase.ENDED, "the context was kept after its verdict");
    }

    /** Broken rules stick: a function that catches the exception is dropped all the same. */
    private void check(boolean holds, String rule) {
        if (!holds) {
            IllegalStateException broken = new IllegalStateException(record + ": " + rule);
            failure = broken;
            throw broken;
        }
    }
}
