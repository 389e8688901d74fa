package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.dpdk.DpdkException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a made-up {@code /sys} and {@code /proc}. */
class HugepageCheckTest {
    @TempDir
    Path root;

    private boolean writable = true;

    @BeforeEach
    void mountHugetlbfs() throws IOException {
        Files.createDirectories(root.resolve("dev/hugepages"));
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(
                root.resolve("proc/mounts"), "proc /proc proc rw 0 0\nnodev /dev/hugepages hugetlbfs rw 0 0\n");
    }

    @Test
    void shouldPassWhenPagesAreFreeAndTheMountIsWritable() throws IOException {
        pages(512, 12);

        assertDoesNotThrow(() -> require());
    }

    @Test
    void shouldPassWithoutLookingWhenNoHugeIsAsked() {
        assertDoesNotThrow(() -> require("-l", "0", "--no-huge"));
    }

    @Test
    void shouldTellHowToReserveWhenNoneAreReserved() throws IOException {
        pages(0, 0);

        assertMissing(Reason.HUGEPAGES_MISSING, "nr_hugepages", "echo 512", "--no-huge");
    }

    @Test
    void shouldTakeAKernelWithoutHugepagesForNoneReserved() {
        assertMissing(Reason.HUGEPAGES_MISSING, "No hugepages are reserved", "--no-huge");
    }

    @Test
    void shouldTellThatAllAreInUse() throws IOException {
        pages(512, 0);

        assertMissing(Reason.HUGEPAGES_MISSING, "all 512", "in use", "--no-huge");
    }

    @Test
    void shouldTellHowToMountWhenNothingIsMounted() throws IOException {
        pages(512, 512);
        Files.writeString(root.resolve("proc/mounts"), "proc /proc proc rw 0 0\n");

        assertMissing(Reason.HUGEPAGES_MISSING, "mount -t hugetlbfs", "--in-memory", "--no-huge");
    }

    @Test
    void shouldTellWhoMayNotWriteWhere() throws IOException {
        pages(512, 512);
        writable = false;

        assertMissing(
                Reason.PERMISSION_MISSING,
                System.getProperty("user.name"),
                "/dev/hugepages",
                "Run as root",
                "--no-huge");
    }

    @Test
    void shouldTellThatTheNamedDirectoryIsAbsent() throws IOException {
        pages(512, 512);

        DpdkException e = assertThrows(DpdkException.class, () -> require("--huge-dir=/mnt/absent"));

        assertEquals(Reason.HUGEPAGES_MISSING, e.reason());
        assertTrue(e.getMessage().contains("/mnt/absent"), e.getMessage());
    }

    @Test
    void shouldNeedNoMountWhenInMemory() throws IOException {
        pages(512, 512);
        writable = false;

        assertDoesNotThrow(() -> require("--in-memory"));
    }

    private void pages(int reserved, int free) throws IOException {
        Path size = Files.createDirectories(root.resolve("sys/kernel/mm/hugepages/hugepages-2048kB"));
        Files.writeString(size.resolve("nr_hugepages"), reserved + "\n");
        Files.writeString(size.resolve("free_hugepages"), free + "\n");
    }

    private void require(String... arguments) {
        new HugepageCheck(root, _ -> writable).require(List.of(arguments));
    }

    private void assertMissing(Reason reason, String... parts) {
        DpdkException e = assertThrows(DpdkException.class, () -> require());
        assertEquals(reason, e.reason());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "expected '" + part + "' in: " + e.getMessage());
        }
    }
}
