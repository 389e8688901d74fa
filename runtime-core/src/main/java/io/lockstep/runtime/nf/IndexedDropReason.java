package io.lockstep.runtime.nf;

import io.lockstep.nf.DropReason;

/**
 * A network function's drop reason with its place among the node's counters.
 *
 * @param index counter index, behind the runtime's own reasons
 */
public record IndexedDropReason(String name, String description, int index) implements DropReason {}
