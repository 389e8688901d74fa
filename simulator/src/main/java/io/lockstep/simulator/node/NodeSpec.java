package io.lockstep.simulator.node;

import io.lockstep.replication.ChannelTiming;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.node.NodeOptions;
import java.util.List;

/**
 * What a node is built from: the config file, so to speak.
 *
 * @param machine 0 or 1
 * @param options of the node
 * @param timing of its channels
 * @param ports in order of index
 * @param functions all ports' chain
 * @param monotonicOffsetNs of its clock
 * @param epochOffsetNs of its clock
 * @param readsOnAfterEnd see {@link io.lockstep.simulator.net.SimIo}
 */
public record NodeSpec(
        int machine,
        NodeOptions options,
        ChannelTiming timing,
        List<LinkSettings> ports,
        List<FunctionSpec> functions,
        long monotonicOffsetNs,
        long epochOffsetNs,
        boolean readsOnAfterEnd) {}
