package io.lockstep.simulator.nf;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketProcessor;
import io.lockstep.nf.SharedVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nasty function: variable v lives on owner v modulo the number of owners. */
public final class NastyFunction implements NetworkFunctionFactory {
    private final int stage;
    private final int variables;
    private final Duration timer;
    private final NastyObserver observer;

    /**
     * Makes one.
     *
     * @param stage its place in the chain, 0 or 1
     * @param variables how many shared variables it has
     * @param timer or null
     */
    public NastyFunction(int stage, int variables, Duration timer, NastyObserver observer) {
        this.stage = stage;
        this.variables = variables;
        this.timer = timer;
        this.observer = observer;
    }

    @Override
    public String type() {
        return "nasty";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        List<SharedVariable<NastyState>> handles = new ArrayList<>();
        for (int i = 0; i < variables; i++) {
            int variable = stage * variables + i;
            int owner = i % setup.owners();
            handles.add(setup.shared(
                    "v" + variable,
                    owner,
                    regions -> new NastyState(variable, owner, regions.allocate("state", NastyState.BYTES), observer)));
        }
        if (timer != null) {
            setup.timer("tick", timer);
        }
        DropReason asked = setup.dropReason("asked", "the packet asked for it");
        return new NetworkFunction() {
            private int workers;

            @Override
            public PacketProcessor newProcessor() {
                return new NastyProcessor(stage, workers++, handles, asked, observer);
            }
        };
    }
}
