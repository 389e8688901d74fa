package io.lockstep.benchmarks.performance.paced;

import io.lockstep.nat.NatFactory;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.testkit.MapConfig;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import java.util.List;
import java.util.Map;

/** The network around a paced node: an inside port, an outside port, a gateway behind it, and what handles the packets in between. */
final class PacedPorts {
    static final int INSIDE = 0;
    static final int OUTSIDE = 1;
    static final long INSIDE_MAC = 0x0200_0000_0001L;

    private static final long OUTSIDE_MAC = 0x0200_0000_0002L;
    private static final int INSIDE_ADDRESS = 10 << 24 | 1;
    private static final int OUTSIDE_ADDRESS = 203 << 24 | 113 << 8 | 1;
    private static final int GATEWAY = 203 << 24 | 113 << 8 | 254;
    private static final int MTU = 1500;
    private static final int SPARE_FLOWS = 2;

    private PacedPorts() {}

    static List<LinkSettings> links() {
        List<PortInfo> infos = infos();
        return List.of(
                new LinkSettings(infos.get(INSIDE), INSIDE_MAC, 0, false, OUTSIDE),
                new LinkSettings(infos.get(OUTSIDE), OUTSIDE_MAC, GATEWAY, false, INSIDE));
    }

    static List<PortInfo> infos() {
        return List.of(
                new PortInfo(INSIDE, "lan", List.of(INSIDE_ADDRESS), 8, MTU),
                new PortInfo(OUTSIDE, "wan", List.of(OUTSIDE_ADDRESS), 24, MTU));
    }

    /** A network function by name. */
    static FunctionSpec function(String name, int flows) {
        NetworkFunctionFactory factory = switch (name) {
            case "nat" -> new NatFactory();
            case "spread" -> new SpreadFunction();
            default ->
                throw new IllegalArgumentException("there is no network function " + name + "; expected nat or spread");
        };
        Map<String, Object> config = name.equals("nat")
                ? Map.of("inside", List.of("lan"), "outside", "wan", "max-flows", SPARE_FLOWS * flows)
                : Map.of();
        return new FunctionSpec(name, factory, new MapConfig(name, config, infos()), 0);
    }
}
