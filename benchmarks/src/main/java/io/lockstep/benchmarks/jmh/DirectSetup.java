package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.StateFactory;
import io.lockstep.nf.testkit.MapConfig;
import io.lockstep.nf.testkit.NativeRegions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Opens a network function with one shared variable for use through a {@link DirectContext}, without a node around it. */
final class DirectSetup implements NfSetup {
    private record Reason(String name, String description) implements DropReason {}

    private record Variable<S>(String name, int owner) implements SharedVariable<S> {}

    private final NativeRegions regions = new NativeRegions();
    private final List<PortInfo> ports;
    private final NfConfig config;
    private Object state;

    DirectSetup(List<PortInfo> ports, Map<String, ?> config) {
        this.ports = ports;
        this.config = new MapConfig("function", config, ports);
    }

    /** The shared variable's state, once the function is open. */
    Object state() {
        return state;
    }

    @Override
    public String name() {
        return "function";
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
        return 1;
    }

    @Override
    public <S> SharedVariable<S> shared(String name, StateFactory<S> factory) {
        return shared(name, 0, factory);
    }

    @Override
    public <S> SharedVariable<S> shared(String name, int owner, StateFactory<S> factory) {
        if (state != null) {
            throw new IllegalStateException("a direct set-up holds one shared variable, and " + name + " is another");
        }
        state = factory.create(regions);
        return new Variable<>(name, owner);
    }

    @Override
    public int timer(String name, Duration interval) {
        return 0;
    }

    @Override
    public DropReason dropReason(String name, String description) {
        return new Reason(name, description);
    }
}
