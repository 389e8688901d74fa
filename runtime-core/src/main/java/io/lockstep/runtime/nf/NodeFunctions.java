package io.lockstep.runtime.nf;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.counters.Loss;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The node's network functions, opened, with everything they declared. Made once on the main thread; the shared variables then
 * belong to their owners.
 */
public final class NodeFunctions implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final List<NetworkFunction> functions = new ArrayList<>();
    private final List<HostedVariable<?>> variables = new ArrayList<>();
    private final List<NodeTimer> timers = new ArrayList<>();
    private final List<IndexedDropReason> reasons = new ArrayList<>();

    private NodeFunctions() {}

    /**
     * Opens all functions in order.
     *
     * @throws io.lockstep.nf.NfConfigException when one refuses its configuration; those opened before are closed
     */
    public static NodeFunctions open(List<FunctionSpec> specs, List<PortInfo> ports, int owners) {
        NodeFunctions opened = new NodeFunctions();
        try {
            for (FunctionSpec spec : specs) {
                FunctionSetup setup = new FunctionSetup(spec, opened.functions.size(), ports, owners, opened);
                opened.functions.add(spec.factory().open(setup));
            }
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Makes one processor of each function for a worker. */
    public PacketProcessor[] newProcessors() {
        return functions.stream().map(NetworkFunction::newProcessor).toArray(PacketProcessor[]::new);
    }

    /** All shared variables in order of declaration. */
    public List<HostedVariable<?>> variables() {
        return List.copyOf(variables);
    }

    /** All timers in order of declaration. */
    public List<NodeTimer> timers() {
        return List.copyOf(timers);
    }

    /** The functions' own drop reasons, without the runtime's. */
    public List<IndexedDropReason> dropReasons() {
        return List.copyOf(reasons);
    }

    /** Number of loss counters: the runtime's and the functions'. */
    public int reasonCount() {
        return Loss.values().length + reasons.size();
    }

    /** Closes the functions and gives their memory back. All agents have stopped. */
    @Override
    public void close() {
        for (NetworkFunction function : functions.reversed()) {
            function.close();
        }
        functions.clear();
        arena.close();
    }

    Arena arena() {
        return arena;
    }

    void add(HostedVariable<?> variable) {
        if (variables.stream().anyMatch(other -> other.name().equals(variable.name()))) {
            throw new IllegalArgumentException("shared variable " + variable.name() + " is declared twice");
        }
        variables.add(variable);
    }

    void add(NodeTimer timer) {
        timers.add(timer);
    }

    IndexedDropReason addReason(String name, String description) {
        IndexedDropReason reason = new IndexedDropReason(name, description, Loss.values().length + reasons.size());
        if (reasons.stream().anyMatch(other -> other.name().equals(name))) {
            throw new IllegalArgumentException("drop reason " + name + " is declared twice");
        }
        reasons.add(reason);
        return reason;
    }
}
