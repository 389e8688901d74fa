package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.state.Region;
import io.lockstep.runtime.nf.HostedVariable;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One piece after the other, none too large, nothing left out. */
final class StateDigestTest {
    private static final int CHUNK = StateDigest.CHUNK_BYTES;

    @AutoClose
    private final Arena arena = Arena.ofConfined();

    private final List<HostedVariable<?>> variables = List.of(
            variable("a", 0, 3, CHUNK - 5),
            variable("b", 1, CHUNK),
            variable("c", 0, 17, 2 * CHUNK),
            variable("none", 0));
    private final StateDigest state = new StateDigest(0, variables);

    private HostedVariable<Object> variable(String name, int owner, long... bytes) {
        List<Region> regions = java.util.stream.IntStream.range(0, bytes.length)
                .mapToObj(i -> new Region("r" + i, arena.allocate(bytes[i], 64)))
                .toList();
        return new HostedVariable<>(name, owner, this, regions);
    }

    @Test
    void shouldWalkThroughTheOwnersRegionsInBoundedSteps() {
        long stateBytes = 3L + CHUNK - 5 + 17 + 2 * CHUNK;
        assertEquals(stateBytes, state.stateBytes());
        long position = 0;
        for (int step = 0; step < 3; step++) {
            assertEquals((long) step * CHUNK, position);
            assertTrue(!state.isLast(position));
            position = state.next(position);
        }
        assertTrue(state.isLast(position));
        assertEquals(0, state.next(position));
    }

    @Test
    void shouldCoverEveryByteOfTheOwnerByExactlyOnePiece() {
        long[] before = pieces();
        int piece = 0;
        for (HostedVariable<?> variable : variables) {
            for (Region region : variable.regions()) {
                for (long offset : new long[] {0, region.sizeBytes() / 2, region.sizeBytes() - 1}) {
                    region.putByte(offset, (byte) 1);
                    long[] after = pieces();
                    int changed = 0;
                    for (int i = 0; i < after.length; i++) {
                        if (after[i] != before[i]) {
                            changed++;
                            assertTrue(i >= piece, "pieces follow the order of declaration");
                            piece = i;
                        }
                    }
                    assertEquals(variable.owner() == 0 ? 1 : 0, changed, variable.name() + " at " + offset);
                    region.putByte(offset, (byte) 0);
                }
            }
        }
        assertEquals(before.length - 1, piece);
    }

    private long[] pieces() {
        return java.util.stream.LongStream.range(0, 4)
                .map(i -> state.at(i * CHUNK))
                .toArray();
    }

    @Test
    void shouldTellAPieceOfZerosFromAnother() {
        StateDigest zeros = new StateDigest(0, List.of(variable("z", 0, 4L * CHUNK)));
        assertNotEquals(zeros.at(0), zeros.at(CHUNK));
    }

    @Test
    void shouldNameWhatAPieceCovers() {
        assertEquals("bytes 0 to 262144 of 786447, in region r0 of a to region r0 of c", state.describe(0));
        assertEquals("bytes 262144 to 524288 of 786447, in region r0 of c to region r1 of c", state.describe(CHUNK));
        assertEquals("bytes 524288 to 786432 of 786447, in region r1 of c", state.describe(2L * CHUNK));
    }

    @Test
    void shouldAnswerForPositionsThatOnlyAMalformedRecordNames() {
        for (long position : new long[] {-1, Long.MIN_VALUE, state.stateBytes(), Long.MAX_VALUE}) {
            assertEquals(0, state.at(position));
            state.next(position);
            state.describe(position);
        }
        StateDigest empty = new StateDigest(2, variables);
        assertEquals(0, empty.stateBytes());
        assertEquals(0, empty.at(0));
    }
}
