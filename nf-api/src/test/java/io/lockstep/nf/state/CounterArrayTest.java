package io.lockstep.nf.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lockstep.nf.testkit.NativeRegions;
import org.junit.jupiter.api.Test;

class CounterArrayTest {
    private final CounterArray counters = CounterArray.create(new NativeRegions(), "counters", 3);

    @Test
    void shouldCountFromZero() {
        assertEquals(3, counters.length());
        assertEquals(1, counters.increment(2));
        assertEquals(11, counters.add(2, 10));
        counters.set(0, -5);
        assertEquals(-5, counters.get(0));
        assertEquals(0, counters.get(1));
        assertEquals(11, counters.get(2));
    }

    @Test
    void shouldRefuseAnIndexOutOfRange() {
        assertThrows(IndexOutOfBoundsException.class, () -> counters.increment(3));
        assertThrows(IndexOutOfBoundsException.class, () -> counters.get(-1));
        assertThrows(IllegalArgumentException.class, () -> CounterArray.create(new NativeRegions(), "none", 0));
    }
}
