package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.state.FlowTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The invariants of the state: mapping table, external index and port pools agree, and no external endpoint is used twice.
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
                int addressIndex = table.getByte(entry, MappingLayout.ADDRESS_INDEX) & 0xff;
                int pool = PortAllocator.pool(addressIndex, Endpoint.protocolIndex(external));
                assertTrue(externals.add(external), "external endpoint used twice");
                assertEquals(entry, mappings.findExternal(addressIndex, external, 0), "external index");
                assertEquals(entry, mappings.findInside(mappings.inside(entry)), "table");
                assertEquals(Endpoint.protocol(mappings.inside(entry)), Endpoint.protocol(external), "protocol");
                assertFalse(mappings.ports().isFree(pool, Endpoint.port(external)), "port taken");
            }
        }
        assertEquals(live, table.size(), "size");
    }

    /** As {@link #check}, and that nothing is left in index or pools that no mapping holds. */
    static void checkAll(NatState state, String... externalAddresses) {
        check(state);
        Mappings mappings = state.mappings();
        int indexed = 0;
        int taken = 0;
        int reservedOutside = 0;
        int[] protocols = {6, 17, 1};
        for (int address = 0; address < externalAddresses.length; address++) {
            for (int protocol : protocols) {
                int pool = PortAllocator.pool(address, Endpoint.protocolIndex(protocol));
                for (int port = 0; port < 1 << 16; port++) {
                    long external = Endpoint.of(Frame.address(externalAddresses[address]), port, protocol);
                    boolean found = mappings.findExternal(address, external, 0) >= 0;
                    boolean allocatable = mappings.ports().isAllocatable(pool, port);
                    indexed += found ? 1 : 0;
                    reservedOutside += found && !allocatable ? 1 : 0;
                    taken += allocatable && !mappings.ports().isFree(pool, port) ? 1 : 0;
                }
            }
        }
        assertEquals(mappings.size(), indexed, "indexed");
        assertEquals(mappings.size() - reservedOutside, taken, "taken");
    }
}
