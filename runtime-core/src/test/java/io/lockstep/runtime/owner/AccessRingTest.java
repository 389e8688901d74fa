package io.lockstep.runtime.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages arrive in order, once published, with what was written to them before. */
final class AccessRingTest {
    private static final int IN_FLIGHT = 16;

    @Test
    void shouldShowNothingBeforeItIsPublished() {
        AccessRing ring = new AccessRing(IN_FLIGHT);
        ring.put(3);
        ring.put(5);
        assertEquals(0, ring.available());
        ring.publish();
        assertEquals(2, ring.available());
        assertEquals(3, ring.peek(0));
        assertEquals(5, ring.peek(1));
        ring.take(1);
        assertEquals(1, ring.available());
        assertEquals(5, ring.peek(0));
    }

    @Test
    void shouldHoldAllMessagesOfAWorkerAtAnyPosition() {
        AccessRing ring = new AccessRing(IN_FLIGHT);
        for (int round = 0; round < 3 * IN_FLIGHT; round++) {
            for (int number = 0; number < IN_FLIGHT; number++) {
                ring.put(number);
            }
            ring.publish();
            assertEquals(IN_FLIGHT, ring.available());
            for (int number = 0; number < IN_FLIGHT; number++) {
                assertEquals(number, ring.peek(number));
            }
            ring.take(IN_FLIGHT);
            ring.put(round % IN_FLIGHT); // shifts where the next round begins
            ring.publish();
            ring.take(1);
        }
    }

    /** A worker's messages go round between two threads; each side adds one to what the other has left in the message. */
    @Test
    void shouldCarryWhatWasWrittenBetweenTwoThreads() throws Exception {
        long rounds = 200_000;
        try (AccessRings rings = new AccessRings(1, 1, IN_FLIGHT)) {
            AccessMessage[] messages = rings.messages(0);
            AccessRing requests = rings.request(0, 0);
            AccessRing replies = rings.reply(0, 0);
            CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> {
                long seen = 0;
                while (seen < rounds * IN_FLIGHT && !Thread.currentThread().isInterrupted()) {
                    seen += pass(requests, replies, messages);
                }
            });
            for (AccessMessage message : messages) {
                message.value(0, 0);
                requests.put(message.number());
            }
            requests.publish();
            long seen = 0;
            while (seen < (rounds - 1) * IN_FLIGHT && !owner.isCompletedExceptionally()) {
                seen += pass(replies, requests, messages);
            }
            owner.get(60, TimeUnit.SECONDS);
            assertEquals(IN_FLIGHT, replies.available());
            long sum = 0;
            for (AccessMessage message : messages) {
                sum += message.value(0);
            }
            assertEquals((2 * rounds - 1) * IN_FLIGHT, sum);
        }
    }

    private static int pass(AccessRing from, AccessRing to, AccessMessage[] messages) {
        int count = from.available();
        for (int i = 0; i < count; i++) {
            AccessMessage message = messages[from.peek(i)];
            message.value(0, message.value(0) + 1);
            to.put(message.number());
        }
        from.take(count);
        to.publish();
        if (count == 0) {
            Thread.onSpinWait();
        }
        return count;
    }
}
