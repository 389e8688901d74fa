package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Four fields in one long: none reaches into another. */
class MappingLayoutTest {
    @Test
    void shouldKeepTheFieldsApart() {
        for (int ones = 0; ones < 16; ones++) {
            int address = (ones & 1) * 255;
            int port = (ones >> 1 & 1) * 255;
            int tcpState = (ones >> 2 & 1) * 255;
            long generation = (ones >> 3 & 1) * 0xf_ffff_ffffL;
            long status = MappingLayout.status(address, 255 - port);
            status = MappingLayout.withTcpState(status, 255 - tcpState);
            status = MappingLayout.reborn(status, generation);
            assertEquals(0, MappingLayout.tcpState(status), "a new life has no connection");
            status = MappingLayout.withTcpState(status, tcpState);
            status = MappingLayout.withInsidePort(status, port);
            assertEquals(address, MappingLayout.addressIndex(status));
            assertEquals(port, MappingLayout.insidePort(status));
            assertEquals(tcpState, MappingLayout.tcpState(status));
            assertEquals((int) generation, MappingLayout.generation(status));
        }
    }

    @Test
    void shouldFitTheCacheLineOfItsEntry() {
        assertEquals(24, MappingLayout.BYTES);
    }
}
