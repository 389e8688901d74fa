package io.lockstep.nf.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BedNodeTest {
    private final NfTestBedBuilder node =
            TestFunctions.node(WellBehaved::open).workers(3).owners(2).inFlightLimit(4);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldRunAccessesInTheRecordedOrderWhenReplaying(long interleavingSeed) {
        NfTestBed primary = primary(1);
        BedNode replay = new BedNode(node.spec(), true, interleavingSeed);
        primary.recording().forEach(replay::receive);
        replay.run();
        for (int owner = 0; owner < 2; owner++) {
            assertTrue(primary.accesses(owner).size() > 50, "owner " + owner + " was hardly used");
            assertEquals(primary.accesses(owner), replay.owner(owner).history());
        }
    }

    @Test
    void shouldInterleaveByTheSeedAlone() {
        assertEquals(primary(1).accesses(0), primary(1).accesses(0));
        assertNotEquals(primary(1).accesses(0), primary(2).accesses(0));
    }

    @Test
    void shouldSayWhichSequenceNumberIsMissingWhenARecordIs() {
        NfTestBed primary = primary(1);
        OwnerAccess missing = primary.accesses(0).get(20);
        BedNode replay = new BedNode(node.spec(), true, 1);
        for (BedRecord record : primary.recording()) {
            if (record.worker != missing.worker() || record.ordinal != missing.ordinal()) {
                replay.receive(record);
            }
        }
        DivergenceError error = assertThrows(DivergenceError.class, replay::run);
        assertTrue(error.getMessage().contains("the replay stands still: [owner 0 waits for"), error.getMessage());
    }

    @Test
    void shouldKeepTheInFlightLimit() {
        NfTestBed primary = node.seed(3).inFlightLimit(1).workers(1).build();
        inject(primary);
        primary.run();
        List<Long> ordinals =
                primary.accesses(0).stream().map(OwnerAccess::ordinal).toList();
        assertEquals(ordinals.stream().sorted().toList(), ordinals);
    }

    private NfTestBed primary(long seed) {
        NfTestBed bed = node.seed(seed).build();
        inject(bed);
        bed.run();
        return bed;
    }

    private static void inject(NfTestBed bed) {
        for (int packet = 0; packet < 200; packet++) {
            byte[] frame = new byte[16];
            frame[8] = (byte) (packet % 30);
            bed.inject("lan", frame);
        }
    }
}
