package io.lockstep.nf.testkit;

import io.lockstep.nf.DropReason;

/** A drop reason of a node: one of the runtime's own, or one that the network function has declared. */
record BedDropReason(String name, String description) implements DropReason {
    static final BedDropReason NF_EXCEPTION = new BedDropReason("nf-exception", "The network function threw.");
    static final BedDropReason NO_VERDICT =
            new BedDropReason("no-verdict", "The network function asked for nothing before it returned.");
    static final BedDropReason NO_PEER =
            new BedDropReason("no-peer-port", "The packet passed the end of the chain on a port without a peer.");
}
