package io.lockstep.runtime.nf;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfConfig;

/**
 * One network function as configured, not yet opened.
 *
 * @param name instance name
 * @param factory from the plugin
 * @param config its section
 * @param owner owner of its shared variables unless it says otherwise
 */
public record FunctionSpec(String name, NetworkFunctionFactory factory, NfConfig config, int owner) {}
