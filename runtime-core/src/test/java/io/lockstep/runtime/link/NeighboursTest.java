package io.lockstep.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class NeighboursTest {
    private final Neighbours neighbours = new Neighbours();

    @Test
    void shouldFindWhatItLearnt() {
        for (int i = 1; i <= 1000; i++) {
            neighbours.learn(0x0a000000 + i, i, 0);
        }
        for (int i = 1; i <= 1000; i++) {
            assertEquals(i, neighbours.lookup(0x0a000000 + i, 1));
        }
        assertEquals(Neighbours.UNKNOWN, neighbours.lookup(0x0b000000, 1));
        assertEquals(1000, neighbours.size());
    }

    @Test
    void shouldFollowAChangedMac() {
        neighbours.learn(1, 10, 0);
        neighbours.learn(1, 11, 0);
        assertEquals(11, neighbours.lookup(1, 0));
        assertEquals(1, neighbours.size());
    }

    @Test
    void shouldForgetWhatIsNotConfirmed() {
        neighbours.learn(1, 10, 0);
        assertEquals(10, neighbours.lookup(1, Neighbours.EXPIRY_NS - 1));
        assertEquals(Neighbours.UNKNOWN, neighbours.lookup(1, Neighbours.EXPIRY_NS));
    }

    @Test
    void shouldAskAgainAtMostOnceASecond() {
        neighbours.learn(1, 10, 0);
        assertEquals(10, neighbours.resolve(1, Neighbours.REFRESH_NS - 1));
        assertEquals(10 | Neighbours.ASK_AGAIN, neighbours.resolve(1, Neighbours.REFRESH_NS));
        assertEquals(10, neighbours.resolve(1, Neighbours.REFRESH_NS + 1));
        assertEquals(10 | Neighbours.ASK_AGAIN, neighbours.resolve(1, Neighbours.REFRESH_NS + 1_000_000_000L));
        assertEquals(Neighbours.UNKNOWN, neighbours.resolve(1, Neighbours.EXPIRY_NS));
        assertEquals(Neighbours.UNKNOWN, neighbours.resolve(2, 0));
    }

    @Test
    void shouldNotGrowBeyondItsBoundAndMakeRoomFromTheExpired() {
        for (int i = 1; i <= 2 * Neighbours.MAX_ENTRIES; i++) {
            neighbours.learn(i, i, 0);
        }
        assertEquals(Neighbours.MAX_ENTRIES, neighbours.size());
        neighbours.learn(0x7fffffff, 5, Neighbours.EXPIRY_NS);
        assertEquals(5, neighbours.lookup(0x7fffffff, Neighbours.EXPIRY_NS));
        assertEquals(1, neighbours.size());
    }
}
