package io.lockstep.simulator;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.simulator.world.RunResult;

/** What all runs together have seen: a simulation that never gets anywhere finds nothing. */
final class Totals {
    private final int[] states = new int[NodeState.values().length];
    private long runs;
    private long steps;
    private long inputs;
    private long released;
    private long faults;

    void add(RunResult run) {
        runs++;
        steps += run.steps();
        inputs += run.inputs();
        released += run.released();
        faults += run.faults();
        for (int i = 0; i < states.length; i++) {
            states[i] += run.states()[i];
        }
    }

    long runs() {
        return runs;
    }

    long entered(NodeState state) {
        return states[state.ordinal()];
    }

    long released() {
        return released;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%d runs: %d steps, %d frames in, %d out, %d faults; states entered:"
                .formatted(runs, steps, inputs, released, faults));
        for (NodeState state : NodeState.values()) {
            text.append(' ').append(state.label()).append(' ').append(states[state.ordinal()]);
        }
        return text.toString();
    }
}
