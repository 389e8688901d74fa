package io.lockstep.simulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node's history and what follows from it. Lives on when the node has crashed: what it did stays done. */
public final class ModelNode {
    private final String name;
    private final int stages;
    private final ModelVariable[] variables;
    private final History[] owners;
    private final List<List<ModelInput>> starts = new ArrayList<>();
    private final Map<Long, ModelInput> inputs = new HashMap<>();
    private int ended;
    private boolean mayHaveLostOutput;

    /** An empty history. */
    public ModelNode(String name, int workers, int owners, int stages, int variables) {
        this.name = name;
        this.stages = stages;
        this.variables = new ModelVariable[stages * variables];
        for (int i = 0; i < this.variables.length; i++) {
            this.variables[i] = new ModelVariable();
        }
        this.owners = new History[owners];
        for (int i = 0; i < owners; i++) {
            this.owners[i] = new History();
        }
        for (int i = 0; i < workers; i++) {
            starts.add(new ArrayList<>());
        }
    }

    /** Its name in messages. */
    public String name() {
        return name;
    }

    /** What a word of a variable's memory must hold. */
    public long word(int variable, int index) {
        return variables[variable].word(index);
    }

    /** From now on it may run out of buffers, or of room to transmit, and lose output for that. */
    public void mayLoseOutput() {
        mayHaveLostOutput = true;
    }

    /** Whether it may have. */
    public boolean mayHaveLostOutput() {
        return mayHaveLostOutput;
    }

    /** Inputs that were started and have not ended. */
    public int unfinished() {
        return inputs.size() - ended;
    }

    /** Packets, timers left out, that were started and have not ended. */
    public int unfinishedPackets() {
        int count = 0;
        if (unfinished() > 0) {
            for (ModelInput input : inputs.values()) {
                count += !input.ended() && input.frame() != null ? 1 : 0;
            }
        }
        return count;
    }

    /** Inputs that were started. */
    public int started() {
        return inputs.size();
    }

    /** Inputs that a worker has started. */
    int started(int worker) {
        return starts.get(worker).size();
    }

    ModelInput startAt(int worker, int ordinal) {
        List<ModelInput> ofWorker = starts.get(worker);
        return ordinal < ofWorker.size() ? ofWorker.get(ordinal) : null;
    }

    ModelInput input(long id) {
        return inputs.get(id);
    }

    Iterable<ModelInput> inputs() {
        return inputs.values();
    }

    int owners() {
        return owners.length;
    }

    History history(int owner) {
        return owners[owner];
    }

    /** A worker has started an input. */
    ModelInput start(int worker, long id, int port, long now, long random, byte[] frame) {
        ModelInput input = new ModelInput(
                id, worker, starts.get(worker).size(), port, now, random, frame, stages, variables.length / stages);
        if (inputs.put(id, input) != null) {
            throw new Violation("I2: " + name + " starts " + Names.input(id) + " a second time");
        }
        starts.get(worker).add(input);
        ended += input.ended() ? 1 : 0;
        return input;
    }

    /** An owner has run an access: it must be the one that is due, and answer what the history says. */
    void access(int variable, int owner, long id, int index, int operation, long drawn, long result) {
        ModelInput input = inputs.get(id);
        if (input == null || input.ended() || input.accesses() != index) {
            throw new Violation("I2: " + name + " runs access " + index + " of " + Names.input(id) + ", which "
                    + (input == null
                            ? "it has never started"
                            : input.ended() ? "has ended" : "is at access " + input.accesses()));
        }
        if (input.nextVariable() != variable || input.nextOperation() != operation) {
            throw new Violation("I2: " + name + " runs access " + index + " of " + Names.input(id) + " as operation "
                    + operation + " on v" + variable + ", expected " + input.nextOperation() + " on v"
                    + input.nextVariable());
        }
        long expected = variables[variable].access(id, index, operation, input.now, drawn);
        if (expected != result) {
            throw new Violation("I3: access " + index + " of " + Names.input(id) + " to v" + variable + " on " + name
                    + " answers " + Long.toHexString(result) + ", its history says " + Long.toHexString(expected));
        }
        owners[owner].add(id, index, variable, result);
        input.accessed(result);
        ended += input.ended() ? 1 : 0;
    }
}
