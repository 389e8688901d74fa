package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How unused bytes make room for the next read. */
class InboundBufferTest {
    private static final int CAPACITY = 4096;
    private static final int ROOM = 1024;
    private static final int ROUNDS = 20_000;

    private final InboundBuffer inbound = new InboundBuffer(CAPACITY, ROOM);
    private final ByteBuf bytes = inbound.bytes();

    @AfterEach
    void release() {
        inbound.release();
    }

    @Test
    void shouldKeepUnusedBytesWhenTheyMoveOntoThemselves() {
        for (int i = 0; i < CAPACITY; i++) {
            bytes.setByte(i, i * 7);
        }
        bytes.setIndex(1100, CAPACITY);

        assertTrue(inbound.makeRoom());

        assertEquals(CAPACITY - 1100, bytes.readableBytes());
        for (int i = 0; i < bytes.readableBytes(); i++) {
            assertEquals((byte) ((1100 + i) * 7), bytes.getByte(bytes.readerIndex() + i), "byte " + i);
        }
    }

    @Test
    void shouldSayThatThereIsNoRoomWhenTooMuchIsUnused() {
        bytes.setIndex(10, CAPACITY);

        assertFalse(inbound.makeRoom());
        assertEquals(CAPACITY - 10, bytes.readableBytes());
    }

    @Test
    void shouldMoveTheBytesOfABufferThatHasGrown() {
        bytes.setIndex(0, CAPACITY);
        bytes.ensureWritable(CAPACITY);
        bytes.setByte(bytes.capacity() - 1, 42);
        bytes.setIndex(bytes.capacity() - 1, bytes.capacity());

        assertTrue(inbound.makeRoom());
        assertEquals(42, bytes.getByte(bytes.readerIndex()));
    }

    @Test
    void shouldAllocateNothingWhenItMakesRoom() {
        long least = AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                bytes.setIndex(3000, 3500);
                inbound.makeRoom();
            }
        });
        assertEquals(0, least, "bytes allocated in " + ROUNDS + " rounds");
    }
}
