package io.lockstep.nf.testkit;

import io.lockstep.nf.state.Region;
import io.lockstep.nf.state.Regions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Regions for tests of containers and of state classes. The memory is freed once nothing refers to it any more.
 *
 * <p>One thread.
 */
public final class NativeRegions implements Regions {
    private static final long ALIGNMENT_BYTES = 64;

    private final Arena arena = Arena.ofAuto();
    private final Map<String, Region> regions = new LinkedHashMap<>();

    /** Makes a source of regions that has none yet. */
    public NativeRegions() {}

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the name is taken or the size is not more than 0
     */
    @Override
    public Region allocate(String name, long sizeBytes) {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("region " + name + " needs a size of more than 0, not " + sizeBytes);
        }
        if (regions.containsKey(name)) {
            throw new IllegalArgumentException("region " + name + " is allocated twice: choose another name");
        }
        Region region = new Region(name, arena.allocate(sizeBytes, ALIGNMENT_BYTES));
        regions.put(name, region);
        return region;
    }

    /** The regions in the order of their allocation. */
    public Collection<Region> all() {
        return Collections.unmodifiableCollection(regions.values());
    }

    /** Says where these regions and others first differ: region and offset, or a region that one of them lacks. */
    public Optional<String> firstDifference(NativeRegions other) {
        if (!regions.keySet().equals(other.regions.keySet())) {
            return Optional.of("regions " + regions.keySet() + " against " + other.regions.keySet());
        }
        return regions.values().stream()
                .flatMap(region -> difference(region, other.regions.get(region.name())).stream())
                .findFirst();
    }

    /** Fills these regions with the bytes of others of the same names and sizes. */
    void copyFrom(NativeRegions other) {
        for (Region region : other.regions.values()) {
            Region target = regions.get(region.name());
            if (target == null || target.sizeBytes() != region.sizeBytes()) {
                throw new IllegalArgumentException("region " + region.name() + " of " + region.sizeBytes()
                        + " bytes has no counterpart: a state factory must allocate the same regions every time");
            }
            MemorySegment.copy(region.segment(), 0, target.segment(), 0, region.sizeBytes());
        }
    }

    private static Optional<String> difference(Region mine, Region theirs) {
        long offset = mine.segment().mismatch(theirs.segment());
        return offset < 0
                ? Optional.empty()
                : Optional.of("region " + mine.name() + " at offset " + offset + ": " + bytes(mine, offset)
                        + " against " + bytes(theirs, offset));
    }

    private static String bytes(Region region, long offset) {
        long length = Math.min(8, region.sizeBytes() - offset);
        return length <= 0
                ? "its end"
                : HexFormat.of()
                        .formatHex(region.segment().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
