package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lockstep.nf.Access;
import io.lockstep.nf.AccessContext;
import io.lockstep.runtime.nf.HostedVariable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an access sees of its input, and what is left of the one before. */
final class AccessMessageTest {
    private final AccessRings rings = new AccessRings(2, 1, 16);
    private final AccessMessage message = rings.messages(1)[3];

    @AfterEach
    void close() {
        rings.close();
    }

    @Test
    void shouldKeepItsFieldsAndSlotsApartFromEachOtherAndFromOtherMessages() {
        AccessMessage[] all = rings.messages(0);
        for (AccessMessage each : all) {
            each.begin(100 + each.number(), 7, 200 + each.number());
            each.sequence(300 + each.number());
            for (int slot = 0; slot < AccessContext.SLOTS; slot++) {
                each.value(slot, 1000L * each.number() + slot);
            }
        }
        for (AccessMessage each : all) {
            assertEquals(100 + each.number(), each.now());
            assertEquals(300 + each.number(), each.sequence());
            for (int slot = 0; slot < AccessContext.SLOTS; slot++) {
                assertEquals(1000L * each.number() + slot, each.value(slot));
            }
        }
    }

    @Test
    void shouldRefuseASlotThatIsNotThere() {
        assertThrows(IndexOutOfBoundsException.class, () -> message.value(AccessContext.SLOTS));
        assertThrows(IndexOutOfBoundsException.class, () -> message.value(-1, 0));
    }

    @Test
    void shouldDrawTheSameNumbersForTheSameInputAndOthersForAnother() {
        message.begin(1, 42, 9);
        long first = message.random();
        long second = message.random();
        assertNotEquals(first, second);
        message.begin(2, 42, 9);
        assertEquals(first, message.random());
        assertEquals(second, message.random());
        message.begin(1, 42, 10);
        assertNotEquals(first, message.random());
        message.begin(1, 43, 9);
        assertNotEquals(first, message.random());
        AccessMessage ofAnotherWorker = rings.messages(0)[3];
        ofAnotherWorker.begin(1, 42, 9);
        assertNotEquals(first, ofAnotherWorker.random());
    }

    @Test
    void shouldForgetAFailureWithItsInput() {
        Access<Object> faulty = (state, context) -> {
            throw new IllegalStateException("planned");
        };
        message.begin(1, 42, 9);
        message.prepare(new HostedVariable<>("any", 0, new Object(), List.of()), faulty);
        message.run();
        assertNotNull(message.failure());
        message.begin(2, 42, 10);
        assertNull(message.failure());
    }
}
