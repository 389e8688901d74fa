package io.lockstep.runtime.counters;

import java.util.Locale;

/** The runtime's own reasons for losing a packet. Network functions add theirs. Shown in lower case with hyphens. */
public enum Loss {
    /** A network function returned without a verdict or an access. */
    NO_VERDICT("the network function asked for nothing; a fault in the plugin"),
    /** A network function or one of its accesses threw. */
    NF_EXCEPTION("the network function threw an exception; the log has the first of each kind"),
    /** A packet wanted more accesses than {@code max-accesses}. */
    TOO_MANY_ACCESSES("the packet made more accesses than node.max-accesses allows"),
    /** A packet passed the whole chain and its ingress port has no peer. */
    NO_PEER_PORT("the packet passed the whole chain and its port has no peer"),
    /** The buffer pool was empty. */
    NO_BUFFERS("the buffer pool was empty; raise dpdk.pool-buffers"),
    /** The transmit queue and its overflow were full. */
    TX_FULL("the port did not take packets fast enough"),
    /** No connected network or gateway leads to the destination. */
    NO_ROUTE("neither connected network nor gateway leads to the destination"),
    /** The next hop did not answer ARP. */
    NO_NEIGHBOUR("the next hop did not answer ARP in time"),
    /** A frame to another node's MAC address. */
    NOT_FOR_US("the frame was addressed to another station"),
    /** A frame too short for an Ethernet header, or malformed ARP. */
    MALFORMED_FRAME("the frame was too short or its ARP malformed"),
    /** A received frame did not fit one buffer. */
    OVERSIZED("the frame did not fit one buffer; check the port's MTU and dpdk.buffer-bytes"),
    /** Received by a node that is not primary; the primary has its own copy of broadcast frames. */
    NOT_PRIMARY("received while this node was not primary"),
    /** An ARP frame of the node's own: an answer, a question, an announcement. */
    ARP_NOT_SENT("an ARP frame of this node could not be sent: no buffer, or the port was full"),
    /** Release by the backup: committed or sent, not acknowledged, and then the primary went solo or was fenced. */
    UNACKNOWLEDGED("streamed to a backup that was lost before it acknowledged"),
    /** In flight or held when the node was fenced or diverged. */
    DISCARDED("in flight or held when the node stopped releasing"),
    /** Release by the primary: executed by the backup during its promotion, so it cannot know whether the primary sent the output. */
    TAKEOVER("executed while this node took over; its output was the old primary's to release");

    private final String description;

    Loss(String description) {
        this.description = description;
    }

    /**
     * True for what the balance of a worker's counters ({@link WorkerCounters}) leaves out: frames that were refused before they
     * counted as received, frames that are no packets of others, and packets that counted as left to a backup which then was lost.
     */
    public boolean countsElsewhere() {
        return switch (this) {
            case NOT_FOR_US, MALFORMED_FRAME, OVERSIZED, NOT_PRIMARY, ARP_NOT_SENT, UNACKNOWLEDGED -> true;
            default -> false;
        };
    }

    /** The name that operators see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for operators. */
    public String description() {
        return description;
    }
}
