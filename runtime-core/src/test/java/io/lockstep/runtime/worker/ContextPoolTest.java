package io.lockstep.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.owner.AccessRings;
import io.lockstep.runtime.port.BufferStack;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A context stays on top of its pool unless its input waits, and is found by its message. */
final class ContextPoolTest {
    private static final int IN_FLIGHT = 16;

    private final Arena arena = Arena.ofConfined();
    private final AccessRings rings = new AccessRings(1, 1, IN_FLIGHT);
    private final WorkerBuffers buffers = new WorkerBuffers(new BufferStack(arena, 1), arena);
    private final ContextPool pool = new ContextPool(rings.messages(0), 1, 1, buffers, arena);

    @AfterEach
    void close() {
        rings.close();
        arena.close();
    }

    @Test
    void shouldKeepOnTopWhatDoesNotWait() {
        WorkerContext first = pool.top();
        pool.release(first);
        assertSame(first, pool.top());
        assertTrue(pool.allFree());
    }

    @Test
    void shouldTakeAContextOnceHoweverOftenItsInputWaits() {
        WorkerContext waiting = pool.top();
        pool.take(waiting);
        pool.take(waiting);
        assertEquals(1, pool.used());
        assertNotSame(waiting, pool.top());
        pool.release(waiting);
        pool.release(waiting);
        assertEquals(IN_FLIGHT, pool.free());
        assertSame(waiting, pool.top());
    }

    @Test
    void shouldHandOutEachContextOnceAndFindItByItsMessage() {
        boolean[] seen = new boolean[IN_FLIGHT];
        for (int i = 0; i < IN_FLIGHT; i++) {
            WorkerContext context = pool.top();
            pool.take(context);
            int number = context.message().number();
            assertFalse(seen[number], "context " + number + " is out already");
            seen[number] = true;
            assertSame(context, pool.of(number));
        }
        assertEquals(0, pool.free());
    }
}
