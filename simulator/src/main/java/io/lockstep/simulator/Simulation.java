package io.lockstep.simulator;

import io.lockstep.simulator.node.BufferMemory;
import io.lockstep.simulator.world.RunResult;
import io.lockstep.simulator.world.Trace;
import io.lockstep.simulator.world.World;
import java.util.List;
import java.util.function.LongFunction;

/** Runs seeds one after the other; a seed that fails is run again for its trace. One thread. */
public final class Simulation implements LongFunction<String> {
    private final List<BufferMemory> memory = List.of(new BufferMemory(), new BufferMemory());

    private final Totals totals = new Totals();

    /** What the runs without failure have seen. */
    Totals totals() {
        return totals;
    }

    /** Runs a seed; throws what its run threw. */
    public RunResult run(long seed) {
        return run(seed, null);
    }

    /** The same as {@link #failure}; for a simulation that another class loader has loaded. */
    @Override
    public String apply(long seed) {
        return failure(seed);
    }

    /** Runs a seed; null when all went well, else what went wrong and the last events before it. */
    public String failure(long seed) {
        try {
            totals.add(run(seed, null));
            return null;
        } catch (RuntimeException | AssertionError e) {
            return report(seed, e);
        }
    }

    private String report(long seed, Throwable first) {
        Trace trace = new Trace();
        String again = "the second run of the same seed did not fail";
        World world = new World(seed, memory, trace);
        try (world) {
            world.run();
        } catch (RuntimeException | AssertionError e) {
            again = e.toString();
        }
        String where = world.toString();
        StringBuilder text = new StringBuilder(trace.text());
        text.append("\n\n").append(where).append('\n').append(text(first));
        if (!again.equals(first.toString())) {
            text.append("\nNOT REPEATABLE: the second run said: ").append(again);
        }
        return text.toString();
    }

    private RunResult run(long seed, Trace trace) {
        World world = new World(seed, memory, trace);
        try (world) {
            return world.run();
        }
    }

    private static String text(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (StackTraceElement element : failure.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        return text.toString();
    }
}
