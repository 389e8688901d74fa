package io.lockstep.nf;

/**
 * The entry point of a plugin jar, found by {@link java.util.ServiceLoader}.
 *
 * <p>A jar registers its factories in {@code META-INF/services/io.lockstep.nf.NetworkFunctionFactory}.
 */
public interface NetworkFunctionFactory {
    /** The name by which a configuration asks for this network function, for example {@code nat}. */
    String type();

    /**
     * Opens one configured instance. Called once per node, before any packet, on the daemon's main thread.
     *
     * <p>Both nodes of a pair must declare the same shared variables, timers and drop reasons in the same order; this
     * follows if the declarations depend on {@code setup} alone.
     *
     * @throws NfConfigException when the configuration cannot be served; make one with {@link NfConfig#error}
     */
    NetworkFunction open(NfSetup setup);
}
