package io.lockstep.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The check that {@link PcapPairIT} rests on can fail. */
class ReleasedStreamTest {
    private final ReleasedStream stream = new ReleasedStream(List.of(frame(0), frame(1), frame(2), frame(3)));

    @Test
    void shouldAcceptPassesOnEndAndOneBreak() {
        add(0, 1, 2, 3, 0, 1, /* the kill */ 3, 0, 1, 2, 3, 0);
        assertEquals(6, stream.beforeBreak());
        assertEquals(6, stream.afterBreak());
    }

    @Test
    void shouldRefuseAFrameReleasedTwice() {
        add(0, 1, 1); // may be the break
        assertThrows(AssertionError.class, () -> add(2, 3, 1));
    }

    @Test
    void shouldRefuseASecondGap() {
        add(0, 2, 3, 0);
        assertThrows(AssertionError.class, () -> add(2));
    }

    @Test
    void shouldRefuseAnAlteredFrame() {
        add(0, 1);
        assertThrows(AssertionError.class, () -> add(7));
    }

    @Test
    void shouldRefuseAPassThatIsNotAllDifferent() {
        assertThrows(AssertionError.class, () -> new ReleasedStream(List.of(frame(1), frame(1))));
    }

    private void add(int... frames) {
        for (int frame : frames) {
            stream.add(frame(frame));
        }
    }

    private static byte[] frame(int number) {
        return new byte[] {(byte) number};
    }
}
