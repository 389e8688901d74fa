package io.lockstep.runtime.nf;

import io.lockstep.nf.state.Region;
import io.lockstep.nf.state.Regions;
import io.lockstep.runtime.memory.LargeMemory;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The regions of one shared variable, allocated in the node's arena. Used while the node starts. */
final class ArenaRegions implements Regions {
    private static final int ALIGNMENT = 64;

    private final String variable;
    private final Arena arena;
    private final List<Region> regions = new ArrayList<>();

    ArenaRegions(String variable, Arena arena) {
        this.variable = variable;
        this.arena = arena;
    }

    @Override
    public Region allocate(String name, long sizeBytes) {
        if (regions.stream().anyMatch(region -> region.name().equals(name))) {
            throw new IllegalArgumentException("shared variable " + variable + " has two regions named " + name);
        }
        Region region = new Region(name, LargeMemory.allocate(arena, sizeBytes, ALIGNMENT));
        regions.add(region);
        return region;
    }

    List<Region> regions() {
        return List.copyOf(regions);
    }
}
