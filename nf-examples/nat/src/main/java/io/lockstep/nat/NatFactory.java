package io.lockstep.nat;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;

/** The plugin's entry point: the network function of type {@code nat}. */
public final class NatFactory implements NetworkFunctionFactory {
    /** For {@link java.util.ServiceLoader}. */
    public NatFactory() {}

    @Override
    public String type() {
        return "nat";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        return new NatFunction(setup, NatConfigReader.read(setup));
    }
}
