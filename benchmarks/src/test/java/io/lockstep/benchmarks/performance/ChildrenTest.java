package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That no process outlives a run. */
final class ChildrenTest {
    private static final int BOUND_S = 20;

    @Test
    void shouldEndWhatAChildHasStarted() throws Exception {
        Process script = Children.start(new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait"));
        ProcessHandle below;
        try (BufferedReader output = script.inputReader()) {
            String pid = output.readLine();
            assertNotNull(pid);
            below = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            Children.end(script);
        }
        below.onExit().get(BOUND_S, TimeUnit.SECONDS);
        assertFalse(script.isAlive());
    }
}
