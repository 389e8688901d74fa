package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real traffic between real namespaces, recorded by a real tcpdump. */
@Tag("netns")
class RealCaptureIT {
    private static final int ECHO_FLOWS = 300;

    @TempDir
    private Path folder;

    @Test
    void shouldRecordManyFlowsOfBothProtocolsAndLeaveNothingBehind() throws Exception {
        CaptureFilter.Selection selection = RealCapture.make(folder);
        assertTrue(selection.flows() > ECHO_FLOWS, selection::describe);
        assertTrue(selection.tcpPackets() > selection.flows(), selection::describe);
        assertTrue(selection.udpPackets() > selection.flows(), selection::describe);
        assertEquals(1_514, selection.longestFrameBytes(), "frames that the MTU fills, and none that offloads made");
        String run = "lc" + ProcessHandle.current().pid();
        assertFalse(Files.exists(Path.of("/run/netns", run + "-inside")));
        assertFalse(Files.exists(Path.of("/run/netns", run + "-outside")));
    }
}
