package io.lockstep.nf;

/**
 * The per-packet code of a network function.
 *
 * <p>Each call must end in exactly one of: a verdict ({@link PacketContext#forward}, {@link PacketContext#drop},
 * {@link PacketContext#pass}), or one {@link PacketContext#access}, whose continuation is bound by the same rule. What
 * the call asked for takes effect after it has returned. A call that asks for nothing drops the packet under the reason
 * {@code no-verdict}; one that throws drops it under {@code nf-exception}, on both nodes alike.
 */
public interface PacketProcessor {
    /** Handles one received packet. Worker thread. */
    void process(PacketContext context);

    /**
     * Handles one firing of a timer that was declared with {@link NfSetup#timer}. {@link PacketContext#packet()} is empty;
     * the verdict is {@link PacketContext#done()} (packets may be {@linkplain PacketContext#emit emitted}). Worker thread.
     */
    default void onTimer(PacketContext context, int timer) {
        context.done();
    }
}
