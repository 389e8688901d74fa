package io.lockstep.nat;

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

/** A set-up for {@link DirectContext}: one port on either side, the state made at once. */
final class DirectSetup implements NfSetup {
    private record Reason(String name, String description) implements DropReason {}

    private record Variable<S>(String name, int owner) implements SharedVariable<S> {}

    private final NativeRegions regions = new NativeRegions();
    private final List<PortInfo> ports;
    private final NfConfig config;
    private Object state;

    DirectSetup(List<Integer> externalAddresses, Map<String, ?> config) {
        ports = List.of(
                new PortInfo(0, "lan", List.of(0x0a000001), 8, 1500),
                new PortInfo(1, "wan", externalAddresses, 24, 1500));
        this.config = new MapConfig("nat", config, ports);
    }

    Object state() {
        return state;
    }

    NativeRegions regions() {
        return regions;
    }

    @Override
    public String name() {
        return "nat";
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
