package io.lockstep.daemon.node;

import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.NodeNfConfig;
import io.lockstep.daemon.plugin.LoadedFunction;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import java.util.List;

/** Opens loaded plugins for the runtime, and brings what a plugin did wrong back as one sentence. */
final class OpenedFunctions {
    private OpenedFunctions() {}

    /** Carries a {@link PluginException} through the runtime, which knows no plugins. */
    private static final class Carrier extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Carrier(PluginException cause) {
            super(cause);
        }
    }

    /** One loaded function as the factory that the runtime asks for. */
    private record Opener(LoadedFunction function, NodeNfConfig config) implements NetworkFunctionFactory {
        @Override
        public String type() {
            return function.type();
        }

        @Override
        public NetworkFunction open(NfSetup setup) {
            try {
                return function.open(config, setup);
            } catch (PluginException e) {
                throw new Carrier(e);
            }
        }
    }

    static NodeFunctions open(NodeConfig config, List<LoadedFunction> functions) throws PluginException {
        List<FunctionSpec> specs = functions.stream()
                .map(function -> {
                    NodeNfConfig section = config.nfConfig(function.settings());
                    return new FunctionSpec(
                            function.settings().name(),
                            new Opener(function, section),
                            section,
                            function.settings().owner());
                })
                .toList();
        try {
            return NodeFunctions.open(specs, config.portInfos(), config.node().owners());
        } catch (Carrier e) {
            throw (PluginException) e.getCause();
        }
    }
}
