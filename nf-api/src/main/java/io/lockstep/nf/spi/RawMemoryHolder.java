package io.lockstep.nf.spi;

import java.util.ServiceLoader;

/** Finds the {@link RawMemory} of this process once, when it is first used. */
final class RawMemoryHolder {
    static final RawMemory INSTANCE = ServiceLoader.load(RawMemory.class, RawMemory.class.getClassLoader())
            .findFirst()
            .orElseGet(SegmentMemory::new);

    private RawMemoryHolder() {}
}
