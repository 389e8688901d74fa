package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EalIT {
    private static final Executor OWN_THREAD = task -> Thread.ofPlatform().start(task);

    private static Eal eal;
    private static String cpusBefore;

    @BeforeAll
    static void start() {
        cpusBefore = TestEal.allowedCpus();
        eal = TestEal.start("--vdev=net_null0");
    }

    @AfterAll
    static void close() {
        eal.close();

        assertDoesNotThrow(eal::close, "closing twice does no harm");
        assertThrows(IllegalStateException.class, () -> EthPort.byName("net_null0"), "nothing works after close");
        assertThrows(IllegalStateException.class, TestEal::start, "DPDK starts once per process");
    }

    @Test
    void shouldLeaveTheCallingThreadOnItsCpus() {
        assertEquals(cpusBefore, TestEal.allowedCpus());
    }

    @Test
    void shouldRefuseASecondStart() {
        IllegalStateException e = assertThrows(IllegalStateException.class, TestEal::start);

        assertTrue(e.getMessage().contains("one start per process"), e.getMessage());
    }

    @Test
    void shouldNameTheRunningVersion() {
        assertTrue(Eal.dpdkVersion().startsWith("DPDK 2"), Eal.dpdkVersion());
    }

    @Test
    void shouldRegisterAndUnregisterAThread() {
        CompletableFuture.runAsync(
                        () -> {
                            Eal.registerThread();
                            Eal.unregisterThread();
                            Eal.unregisterThread();
                        },
                        OWN_THREAD)
                .join();
    }

    @Test
    void shouldPinTheCallingThreadAlone() {
        String cpu = TestEal.firstAllowedCpu();

        String pinned = CompletableFuture.supplyAsync(
                        () -> {
                            Eal.pinThread(Integer.parseInt(cpu));
                            return TestEal.allowedCpus();
                        },
                        OWN_THREAD)
                .join();

        assertEquals(cpu, pinned);
        assertEquals(cpusBefore, TestEal.allowedCpus());
    }

    @Test
    void shouldNameTheCpuThatDoesNotExist() {
        for (int cpu : List.of(-1, 1023, 5000)) {
            DpdkException e = assertThrows(DpdkException.class, () -> Eal.pinThread(cpu));

            assertEquals("ls_thread_pin", e.call());
            assertTrue(e.getMessage().contains("to CPU " + cpu), e.getMessage());
        }
    }

    @Test
    void shouldAcceptPacketCapture() {
        assertDoesNotThrow(Eal::enablePacketCapture);
    }

    @Test
    void shouldListThePortsWhenOneIsUnknown() {
        DpdkException e = assertThrows(DpdkException.class, () -> EthPort.byName("net_absent0"));

        assertEquals("ls_port_find", e.call());
        assertEquals("net_absent0", e.device());
        assertTrue(e.getMessage().contains("net_null0"), e.getMessage());
        assertTrue(e.getMessage().contains("No such device"), e.getMessage());
    }

    @Test
    void shouldRefuseAnUnknownIndex() {
        for (int index : List.of(-1, 1, 31, 32, 65536)) {
            assertThrows(DpdkException.class, () -> EthPort.byIndex(index), () -> "index " + index);
        }
    }
}
