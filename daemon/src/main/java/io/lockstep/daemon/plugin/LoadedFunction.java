package io.lockstep.daemon.plugin;

import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeNfConfig;
import io.lockstep.daemon.config.Problem;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.NfSetup;
import java.util.List;
import java.util.stream.Collectors;

/** A configured function whose jar is loaded, ready to be opened. */
public final class LoadedFunction {
    private final FunctionSettings settings;
    private final Plugin plugin;
    private final NetworkFunctionFactory factory;

    LoadedFunction(FunctionSettings settings, Plugin plugin, NetworkFunctionFactory factory) {
        this.settings = settings;
        this.plugin = plugin;
        this.factory = factory;
    }

    /** What the configuration says of it. */
    public FunctionSettings settings() {
        return settings;
    }

    /** Its type, also where the configuration leaves it to the jar. */
    public String type() {
        return factory.type();
    }

    /** SHA-256 of the jar's bytes in hexadecimal, 64 digits: must agree between the nodes of a pair. */
    public String pluginSha256() {
        return plugin.sha256();
    }

    /**
     * Opens the function.
     *
     * @param config from {@code NodeConfig.nfConfig}, fresh
     * @param setup gives {@code config} to the function
     * @throws PluginException when it throws, or does not know a key of its section
     */
    public NetworkFunction open(NodeNfConfig config, NfSetup setup) throws PluginException {
        NetworkFunction function = call(setup);
        if (function == null) {
            throw new PluginException(PluginLoader.sentence(
                    settings, "returned null from open; its author must return the network function"));
        }
        List<Problem> unknown = config.unknownKeys();
        if (!unknown.isEmpty()) {
            function.close();
            throw new PluginException(unknown.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return function;
    }

    private NetworkFunction call(NfSetup setup) throws PluginException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin.loader()); // libraries inside the jar look here for their own resources
        try {
            return factory.open(setup);
        } catch (NfConfigException e) {
            throw new PluginException(e.getMessage(), e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever foreign code throws must become a sentence
            throw new PluginException(
                    PluginLoader.sentence(settings, "could not be opened: it " + PluginFault.describe(e)),
                    PluginFault.unwrap(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
