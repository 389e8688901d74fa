package io.lockstep.nf.testkit;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketProcessor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Network functions made of a lambda: from the setup to what makes processors. */
final class TestFunctions {
    private TestFunctions() {}

    /** A node with the ports lan and wan, each other's peers, and lonely. */
    static NfTestBedBuilder node(Function<NfSetup, Supplier<PacketProcessor>> opening) {
        return NfTestBed.builder(new LambdaFactory(opening))
                .port("lan", "10.0.0.1/24")
                .port("wan", "192.0.2.1/24")
                .port("lonely")
                .peers("lan", "wan");
    }

    private record LambdaFactory(Function<NfSetup, Supplier<PacketProcessor>> opening)
            implements NetworkFunctionFactory {
        @Override
        public String type() {
            return "test";
        }

        @Override
        public NetworkFunction open(NfSetup setup) {
            return opening.apply(setup)::get;
        }
    }
}
