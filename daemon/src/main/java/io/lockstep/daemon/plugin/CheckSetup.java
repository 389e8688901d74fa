package io.lockstep.daemon.plugin;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.StateFactory;
import java.time.Duration;
import java.util.List;

/**
 * Lets a function open for the sake of checking its configuration: takes its declarations and makes no state, so that a table
 * for a million flows costs nothing.
 */
public final class CheckSetup implements NfSetup {
    private final String name;
    private final NfConfig config;
    private final List<PortInfo> ports;
    private final int owners;
    private final int defaultOwner;
    private int timers;

    /** Makes the set-up of one function. */
    public CheckSetup(String name, NfConfig config, List<PortInfo> ports, int owners, int defaultOwner) {
        this.name = name;
        this.config = config;
        this.ports = List.copyOf(ports);
        this.owners = owners;
        this.defaultOwner = defaultOwner;
    }

    private record Variable<S>(String name, int owner) implements SharedVariable<S> {}

    private record Reason(String name, String description) implements DropReason {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public NfConfig config() {
        return config;
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
    public <S> SharedVariable<S> shared(String variable, StateFactory<S> factory) {
        return shared(variable, defaultOwner, factory);
    }

    @Override
    public <S> SharedVariable<S> shared(String variable, int owner, StateFactory<S> factory) {
        if (owner < 0 || owner >= owners) {
            throw new IllegalArgumentException("shared variable " + variable + " is on owner " + owner
                    + ", expected 0 to " + (owners - 1) + " (node.owners)");
        }
        return new Variable<>(variable, owner);
    }

    @Override
    public int timer(String timer, Duration interval) {
        return timers++;
    }

    @Override
    public DropReason dropReason(String reason, String description) {
        return new Reason(name + "." + reason, description);
    }
}
