package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SentMarksTest {
    private final SentMarks marks = new SentMarks();

    @Test
    void shouldNameTheLastMarkThatIsPassed() {
        marks.add(10, 1000);
        marks.add(20, 2000);
        marks.add(30, 3000);
        assertEquals(-1, marks.pass(9), "in the middle of the first batch");
        int mark = marks.pass(29);
        assertEquals(20, marks.ordinal(mark));
        assertEquals(2000, marks.position(mark));
        assertEquals(-1, marks.pass(29), "passed already");
        assertEquals(3000, marks.position(marks.pass(30)));
    }

    @Test
    void shouldAddNothingWhenABatchIsSentAgain() {
        marks.add(10, 1000);
        marks.add(20, 2000);
        marks.add(15, 1500);
        marks.add(20, 2000);
        assertEquals(1000, marks.position(marks.pass(19)));
        assertEquals(2000, marks.position(marks.pass(20)));
        assertEquals(-1, marks.pass(100));
    }

    @Test
    void shouldKeepTheEndOfAllThatWasSentWhenItIsFull() {
        int all = 3 * SentMarks.CAPACITY;
        for (int i = 1; i <= all; i++) {
            marks.add(i, 100L * i);
        }
        assertEquals(100, marks.position(marks.pass(1)), "the oldest are still there");
        int mark = marks.pass(all - 1);
        assertTrue(marks.ordinal(mark) < SentMarks.CAPACITY, "those in between have given way");
        assertEquals(100L * all, marks.position(marks.pass(all)));
        marks.add(all + 1, 1);
        assertEquals(1, marks.position(marks.pass(all + 1)));
    }

    @Test
    void shouldForgetAll() {
        marks.add(10, 1000);
        marks.clear();
        assertEquals(-1, marks.pass(10));
        marks.add(5, 500);
        assertEquals(500, marks.position(marks.pass(5)), "older marks have no say any more");
    }
}
