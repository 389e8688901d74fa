package io.lockstep.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.cli.ExitCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Ports and memory that cannot be had end the daemon with a sentence that says what to do.
 *
 * <p>What hugepages a node finds is made up in a mount namespace of its own, so that these tests are the same on every machine; that
 * takes root.
 */
class PortFailureIT {
    private static final String NO_SIZES = "mount -t tmpfs none /sys/kernel/mm/hugepages";
    private static final String RESERVED = NO_SIZES
            + " && cd /sys/kernel/mm/hugepages && mkdir hugepages-2048kB && echo 64 > hugepages-2048kB/nr_hugepages"
            + " && echo %d > hugepages-2048kB/free_hugepages && cd /";

    private Workbench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Workbench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldNameADeviceThatDoesNotExist() throws Exception {
        String printed = failure(bench.solo("n").wanDeviceWithoutVdev("0000:7f:1f.7"), ExitCode.FAILED);
        assertTrue(printed.contains("0000:7f:1f.7"), printed);
        assertTrue(printed.contains("net_null0"), "names the devices that there are: " + printed);
    }

    @Test
    void shouldNameTheLinesOfTwoPortsWithOneDevice() throws Exception {
        String printed = failure(bench.solo("n").wanDevice("net_null0", "no-rx=1"), ExitCode.CONFIG);
        assertTrue(printed.contains("device is net_null0, which port \"lan\" has already (line "), printed);
        assertTrue(printed.contains(bench.folder().resolve("n.yaml") + ":"), printed);
    }

    @Test
    void shouldOfferToRunWithoutHugepagesWhenNoneAreReserved() throws Exception {
        String printed = failureIn(NO_SIZES);
        assertTrue(printed.contains("No hugepages are reserved"), printed);
        assertTrue(printed.contains("nr_hugepages"), printed);
    }

    @Test
    void shouldOfferToRunWithoutHugepagesWhenAllAreInUse() throws Exception {
        String printed = failureIn(RESERVED.formatted(0));
        assertTrue(printed.contains("all 64 that are reserved"), printed);
    }

    @Test
    void shouldOfferToRunWithoutHugepagesWhenTheirMountMayNotBeWritten() throws Exception {
        String printed = failureIn(RESERVED.formatted(64)
                + " && mkdir %1$s/huge && mount -t tmpfs -o ro none %1$s/huge".formatted(bench.folder()));
        assertTrue(
                printed.contains(
                        "may not write to the hugetlbfs mount " + bench.folder().resolve("huge")),
                printed);
    }

    /** Starts a node that wants hugepages where a shell has prepared what it finds. */
    private String failureIn(String preparation) throws Exception {
        NodeYaml config = bench.solo("n")
                .dpdk("huge-pages", true)
                .eal("--huge-dir=" + bench.folder().resolve("huge"));
        List<String> before = List.of("unshare", "--mount", "sh", "-c", preparation + " && exec \"$0\" \"$@\"");
        NodeProcess node = bench.start(config, before);
        int code = node.awaitExit();
        String printed = node.output();
        assertEquals(ExitCode.FAILED, code, printed);
        assertTrue(printed.contains("huge-pages: false"), "offers the configuration's key: " + printed);
        assertFalse(printed.contains("\tat "), "no stack trace: " + printed);
        return printed;
    }

    private String failure(NodeYaml config, int exitCode) throws Exception {
        NodeProcess node = bench.start(config);
        int code = node.awaitExit();
        String printed = node.output();
        assertEquals(exitCode, code, printed);
        assertFalse(printed.contains("\tat "), "no stack trace: " + printed);
        return printed;
    }
}
