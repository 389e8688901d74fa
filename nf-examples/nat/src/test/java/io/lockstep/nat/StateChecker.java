package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.state.FlowTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The invariants of the state: mapping table, external index and lanes of ports agree, and no external endpoint is used twice.
 */
final class StateChecker {
    private StateChecker() {}

    /** What can be seen from the mappings. */
    static void check(NatState state) {
        Mappings mappings = state.mappings();
        FlowTable table = mappings.table();
        Set<Long> externals = new HashSet<>();
        int live = 0;
        for (int entry = 0; entry < table.highWaterMark(); entry++) {
            if (table.isLive(entry)) {
                live++;
                long external = mappings.external(entry);
                int addressIndex = mappings.addressIndex(entry);
                assertTrue(externals.add(external), "external endpoint used twice");
                assertEquals(entry, mappings.findExternal(addressIndex, external, 0), "external index");
                assertEquals(entry, mappings.findInside(mappings.inside(entry)), "table");
                assertEquals(Endpoint.protocol(mappings.inside(entry)), Endpoint.protocol(external), "protocol");
            }
        }
        assertEquals(live, table.size(), "size");
    }

    /** As {@link #check}, and that nothing is left in index or pools that no mapping holds. */
    static void checkAll(NatState state, String... externalAddresses) {
        check(state);
        Mappings mappings = state.mappings();
        int indexed = 0;
        int[] protocols = {6, 17, 1};
        for (int address = 0; address < externalAddresses.length; address++) {
            for (int protocol : protocols) {
                int pool = ExternalIndex.pool(address, Endpoint.protocolIndex(protocol));
                for (int port = 0; port < ExternalIndex.PORTS; port++) {
                    long external = Endpoint.of(Frame.address(externalAddresses[address]), port, protocol);
                    indexed += mappings.findExternal(address, external, 0) >= 0 ? 1 : 0;
                    assertTrue(mappings.ports().laneIsRight(pool, port), "lane of port " + port + " in pool " + pool);
                }
            }
        }
        assertEquals(mappings.size(), indexed, "indexed");
    }
}
