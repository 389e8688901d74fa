package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One JVM, one test: what can be retried comes first. */
class EalFailureIT {
    @Test
    void shouldSayWhatIsWrongAndWhetherItCanBeRetried() {
        IllegalArgumentException help =
                assertThrows(IllegalArgumentException.class, () -> Eal.init(List.of("--no-huge", "--help")));
        assertTrue(help.getMessage().contains("dpdk-testpmd --help"), help.getMessage());

        System.setProperty(NativeLibrary.PROPERTY, "/lockstep/absent.so");
        DpdkException library = assertThrows(DpdkException.class, TestEal::start);
        assertEquals(DpdkException.Reason.LIBRARY_MISSING, library.reason());
        System.setProperty(NativeLibrary.PROPERTY, "target/classes/native/liblockstep_dpdk.so");

        // Whether or not this machine has hugepages: not there.
        DpdkException hugepages =
                assertThrows(DpdkException.class, () -> Eal.init(List.of("--huge-dir", "/lockstep/absent")));
        assertEquals(DpdkException.Reason.HUGEPAGES_MISSING, hugepages.reason());
        assertTrue(hugepages.getMessage().contains("--no-huge"), hugepages.getMessage());

        DpdkException refused = assertThrows(DpdkException.class, () -> TestEal.start("--no-such-option"));
        assertEquals("ls_eal_init", refused.call());
        assertTrue(refused.errno() > 0, "errno is " + refused.errno());
        assertTrue(refused.device().contains("--no-such-option"), refused.device());

        IllegalStateException again = assertThrows(IllegalStateException.class, TestEal::start);
        assertTrue(again.getMessage().contains("failed"), again.getMessage());
    }
}
