package io.lockstep.nf.testkit;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.PortInfo;
import java.util.List;
import java.util.Map;

/**
 * What a {@link NfTestBedBuilder} describes: everything that two nodes of a pair have in common.
 *
 * @param peers for each port the index of the port at the chain's end, or -1
 * @param variableOwner owner of variables that are declared without one
 * @param startNs the clock's start, nanoseconds since the epoch
 * @param inFlightLimit most packets of a worker that are between process and verdict
 */
record BedSpec(
        NetworkFunctionFactory factory,
        String name,
        List<PortInfo> ports,
        List<Integer> peers,
        Map<String, Object> config,
        int workers,
        int owners,
        int variableOwner,
        int inFlightLimit,
        long startNs,
        long seed) {
    static final int NO_PEER = -1;

    BedSpec {
        ports = List.copyOf(ports);
        peers = List.copyOf(peers);
    }

    int port(String portName) {
        return ports.stream()
                .filter(port -> port.name().equals(portName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no port is named '" + portName + "'; the ports are "
                        + ports.stream().map(PortInfo::name).toList()))
                .index();
    }
}
