package io.lockstep.benchmarks.performance.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PauseLogTest {
    private static final int ROOM = 3;

    private final PauseLog log = new PauseLog(ROOM);

    @Test
    void shouldKeepEveryPauseInWhichTheThreadWaitedHoweverManyRoundsHadMuchToDo() {
        for (int i = 0; i < 10 * ROOM; i++) {
            ran(i, 100_000 + i);
        }
        waited(1_000, 4_000_000);
        ran(1_001, 90_000);

        Pause longest = new Pause(10 * ROOM - 1, 100_000 + 10 * ROOM - 1, 200_000, 200_000, 0, 0);
        assertEquals(List.of(longest, new Pause(1_000, 4_000_000, 4_000_000, 10_000, 3_990_000, 1)), log.toList());
        assertEquals(0, log.notKept());
    }

    @Test
    void shouldSayHowManyItHadNoRoomFor() {
        for (int i = 0; i < ROOM + 2; i++) {
            waited(i, 1_000_000);
        }

        assertEquals(ROOM, log.toList().size());
        assertEquals(2, log.notKept());
    }

    private void ran(long startNs, long durationNs) {
        log.add(startNs, durationNs, 200_000, 200_000, 0, 0);
    }

    private void waited(long startNs, long durationNs) {
        log.add(startNs, durationNs, durationNs, 10_000, durationNs - 10_000, 1);
    }
}
