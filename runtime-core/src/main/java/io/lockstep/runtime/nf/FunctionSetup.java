package io.lockstep.runtime.nf;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.StateFactory;
import java.time.Duration;
import java.util.List;

/** What one network function sees while it opens; writes its declarations into the node's lists. */
final class FunctionSetup implements NfSetup {
    private final FunctionSpec spec;
    private final int function;
    private final List<PortInfo> ports;
    private final int owners;
    private final NodeFunctions node;
    private int timers;

    FunctionSetup(FunctionSpec spec, int function, List<PortInfo> ports, int owners, NodeFunctions node) {
        this.spec = spec;
        this.function = function;
        this.ports = List.copyOf(ports);
        this.owners = owners;
        this.node = node;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public NfConfig config() {
        return spec.config();
    }

    @Override
    public List<PortInfo> ports() {
        return ports;
    }

    @Override
    public int owners() {
        return owners;
    }

    @Override
    public <S> SharedVariable<S> shared(String name, StateFactory<S> factory) {
        return shared(name, spec.owner(), factory);
    }

    @Override
    public <S> SharedVariable<S> shared(String name, int owner, StateFactory<S> factory) {
        if (owner < 0 || owner >= owners) {
            throw new IllegalArgumentException("shared variable " + name + " asks for owner " + owner
                    + " but the node has owners 0 to " + (owners - 1));
        }
        String fullName = spec.name() + "." + name;
        ArenaRegions regions = new ArenaRegions(fullName, node.arena());
        S state = factory.create(regions);
        HostedVariable<S> variable = new HostedVariable<>(fullName, owner, state, regions.regions());
        node.add(variable);
        return variable;
    }

    @Override
    public int timer(String name, Duration interval) {
        if (interval.toNanos() < 1_000_000) {
            throw new IllegalArgumentException("timer " + name + " needs an interval of at least 1 ms");
        }
        node.add(new NodeTimer(function, timers, interval.toNanos()));
        return timers++;
    }

    @Override
    public DropReason dropReason(String name, String description) {
        return node.addReason(spec.name() + "." + name, description);
    }
}
