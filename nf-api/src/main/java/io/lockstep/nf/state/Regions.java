package io.lockstep.nf.state;

/** Where a shared variable gets its memory from. Given to a {@link io.lockstep.nf.StateFactory}. */
public interface Regions {
    /**
     * Allocates a zeroed region, aligned to 64 bytes, that lives as long as the node.
     *
     * @param name unique within the variable; names the region in digests and errors
     * @param sizeBytes size, more than 0
     */
    Region allocate(String name, long sizeBytes);
}
