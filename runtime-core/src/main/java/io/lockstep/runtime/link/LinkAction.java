package io.lockstep.runtime.link;

/** What becomes of a received frame at layer 2. */
public enum LinkAction {
    /** It goes to the chain. */
    ACCEPT,
    /** ARP: the link layer handles it and network functions never see it. */
    ARP,
    /** Addressed to another station. */
    NOT_FOR_US,
    /** Too short for an Ethernet header, or ARP that is none. */
    MALFORMED
}
