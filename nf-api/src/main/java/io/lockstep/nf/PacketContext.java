package io.lockstep.nf;

import io.lockstep.nf.packet.Packet;

/**
 * One packet on its way through the chain. Contexts are pooled: do not keep one after the verdict.
 *
 * <p>Owned by the worker; while an access is on its way, by the state owner, who sees it as an {@link AccessContext}.
 */
public interface PacketContext extends AccessContext {
    /** The packet, to be read and changed in place. */
    Packet packet();

    /** Index of the port that received the packet; see {@link PortInfo#index()}. */
    int ingressPort();

    /**
     * Asks for one access. It is sent to the variable's state owner after the current call has returned; the worker goes on
     * with other packets and runs {@code then} when the reply is back.
     */
    <S> void access(SharedVariable<S> variable, Access<S> operation, Continuation then);

    /** Verdict: sends the packet out of a port, skipping the rest of the chain. */
    void forward(int port);

    /** Verdict: drops the packet, counted under {@code reason}. */
    void drop(DropReason reason);

    /** Verdict: hands the packet to the next function of the chain; at its end, to the ingress port's {@code peer} port. */
    void pass();

    /** Verdict of a timer: nothing more to do. For a packet: consumed without being a loss (an answered ping, say). */
    void done();

    /**
     * A fresh packet of the given length with undefined content, for output of the function's own making. Never null: both
     * nodes must do the same, so where a node's pool is exhausted it gets a scratch packet that is later counted as lost
     * under {@code no-buffers} instead of being sent. A packet that is not emitted by the verdict is given back.
     *
     * @throws IllegalStateException when one input asks for more than {@link #EXTRA_PACKETS}
     * @throws IllegalArgumentException when the length does not fit the port's buffers
     */
    Packet newPacket(int lengthBytes);

    /** Most packets that the handling of one input may make with {@link #newPacket}. */
    int EXTRA_PACKETS = 4;

    /** Sends a packet got from {@link #newPacket} out of a port, together with the verdict and before its packet. */
    void emit(Packet packet, int port);
}
