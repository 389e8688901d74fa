package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.benchmarks.performance.paced.NodeTotals;
import io.lockstep.benchmarks.performance.paced.PacedPair;
import io.lockstep.benchmarks.performance.paced.Safepoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A paced pair for a moment: packets come out, the counters add up, nothing stays. Two processes, TCP on the loopback. */
class PacedPairIT {
    /** Quick to start; behind the daemon's options, so these win. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xms64m", "-Xmx128m", "-XX:-AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

    private static final long BOUND_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final double PACKETS_PER_SECOND = 20_000;

    private final Path home = Path.of(System.getProperty("lockstep.home", "../daemon/target/lockstep"))
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, 1, nat", "2, 2, spread"})
    void shouldReleaseEveryPacketOnceWhenPaced(int workers, int owners, String function) throws Exception {
        PacedPair.Place place = new PacedPair.Place(home, directory, -1, -1, JAVA_OPTIONS);
        long primaryPid;
        long backupPid;
        try (PacedPair pair = PacedPair.start(place, new PacedPair.Shape(workers, owners, function, 100, 64, true))) {
            primaryPid = pair.primary().pid();
            backupPid = pair.backup().pid();
            pair.primary().begin();
            pair.backup().begin();
            pair.pace(PACKETS_PER_SECOND);
            pair.run(Duration.ofMillis(500));
            pair.pace(0);
            awaitRest(pair);
            PacedPair.Windows windows =
                    new PacedPair.Windows(pair.primary().end(), pair.backup().end());

            NodeTotals primary = windows.primary().atEnd();
            NodeTotals backup = windows.backup().atEnd();
            assertTrue(primary.received() > 0, "packets came");
            assertEquals(
                    primary.received(),
                    primary.left() + primary.lost(),
                    "each was left to the backup or lost: " + primary);
            assertEquals(
                    primary.left(), backup.released() + backup.lost(), "each was released there or lost: " + backup);
            assertEquals(backup.released(), windows.backup().latencies().getTotalCount(), "each was measured");
            assertEquals(2 * workers + owners + 1, windows.primary().agents().size());
            assertTrue(
                    windows.primary().thread().cpuNs() > 0 && windows.primary().onCpuShare() <= 1.5, "CPU time");
        }
        assertFalse(isAlive(primaryPid) || isAlive(backupPid), "both processes are gone");
        for (boolean primary : new boolean[] {true, false}) {
            Path log = PacedPair.safepointLog(directory, primary);
            assertFalse(Safepoint.parse(Files.readAllLines(log)).isEmpty(), log + " is one that can be read");
        }
    }

    /** Waits until all that the primary took has been released. */
    private static void awaitRest(PacedPair pair) throws Exception {
        long deadlineNs = System.nanoTime() + BOUND_NS;
        NodeTotals primary = pair.primary().totals();
        NodeTotals backup = pair.backup().totals();
        while (primary.received() > primary.left() + primary.lost()
                || primary.left() > backup.released() + backup.lost()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the pair does not come to rest: " + primary + " and " + backup);
            }
            LockSupport.parkNanos(POLL_NS);
            primary = pair.primary().totals();
            backup = pair.backup().totals();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
