package io.lockstep.nat;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import java.time.Duration;

/** One opened NAT: configuration, drop reasons and the handle to its state. Immutable. */
final class NatFunction implements NetworkFunction {
    private final SharedVariable<NatState> variable;
    private final Topology topology;
    private final Reasons reasons;
    private final int outsidePort;

    NatFunction(NfSetup setup, NatConfig config) {
        this.reasons = new Reasons(setup);
        this.topology = new Topology(config, setup.ports());
        this.variable = setup.shared("state", regions -> new NatState(regions, config));
        this.outsidePort = config.outside().index();
        setup.timer("sweep", Duration.ofMillis(NatState.SWEEP_INTERVAL_MS));
    }

    @Override
    public PacketProcessor newProcessor() {
        return new NatProcessor(variable, topology, reasons, outsidePort);
    }
}
