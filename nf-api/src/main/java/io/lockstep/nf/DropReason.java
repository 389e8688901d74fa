package io.lockstep.nf;

/** A named reason under which dropped packets are counted. Made by {@link NfSetup#dropReason}. */
public interface DropReason {
    /** Full name, {@code <instance>.<name>}. */
    String name();

    /** One sentence for the operator. */
    String description();
}
