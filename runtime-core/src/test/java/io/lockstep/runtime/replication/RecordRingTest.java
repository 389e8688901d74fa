package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordRingTest {
    private static final int CAPACITY = 4096;

    /** What the model knows of a claimed record. */
    private record Claim(long position, long ordinal, int recordBytes, byte fill) {}

    private final RecordRing ring = new RecordRing(CAPACITY);

    @org.junit.jupiter.api.AfterEach
    void close() {
        ring.close();
    }

    @Test
    void shouldAgreeWithAModelWhenUsedAtRandom() {
        for (long seed = 0; seed < 200; seed++) {
            try (RecordRing fresh = new RecordRing(CAPACITY)) {
                runModel(fresh, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void shouldAgreeWithAModelWhenItsMemoryIsInChunks() {
        for (long seed = 0; seed < 200; seed++) {
            Arena arena = Arena.ofShared();
            try (RecordRing fresh = new RecordRing(CAPACITY, arena, RingMemory.allocate(arena, CAPACITY, 512))) {
                runModel(fresh, seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void shouldKeepToTheMemoryThatWasFreedLast() {
        Arena arena = Arena.ofShared();
        try (RecordRing nearlyEmpty = new RecordRing(CAPACITY, arena, RingMemory.allocate(arena, CAPACITY, 512))) {
            Set<Long> chunks = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                long position = nearlyEmpty.claim(200);
                chunks.add(nearlyEmpty.recordAddress(position) / 512);
                nearlyEmpty.commit(position, 200);
                nearlyEmpty.publish();
                nearlyEmpty.free(nearlyEmpty.next(position));
            }
            assertTrue(chunks.size() <= 3, () -> "1000 records, one at a time, lay in chunks " + chunks);
        }
    }

    private static void runModel(RecordRing ring, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Claim> open = new ArrayList<>();
        ArrayDeque<Claim> claimed = new ArrayDeque<>();
        long published = 0;
        long consumed = 0;
        long readPosition = 0;
        long nextOrdinal = 0;
        for (int step = 0; step < 2000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    int room = random.nextInt(ring.maxRecordBytes() + 1);
                    long position = ring.claim(room);
                    if (position != RecordRing.FULL) {
                        Claim claim = new Claim(
                                position, nextOrdinal++, random.nextInt(room + 1), (byte) random.nextInt(256));
                        open.add(claim);
                        claimed.add(claim);
                    }
                }
                case 2 -> {
                    if (!open.isEmpty()) {
                        Claim claim = open.remove(random.nextInt(open.size()));
                        for (int i = 0; i < claim.recordBytes; i++) {
                            Memory.putByte(ring.recordAddress(claim.position) + i, claim.fill);
                        }
                        ring.commit(claim.position, claim.recordBytes);
                    }
                }
                case 3 -> {
                    ring.publish();
                    published = open.stream().mapToLong(Claim::ordinal).min().orElse(nextOrdinal);
                }
                default -> {
                    for (int most = random.nextInt(4); most > 0 && consumed < published; most--) {
                        assertTrue(readPosition < ring.committed(), "published record is visible");
                        readPosition = ring.skipPadding(readPosition);
                        assertRecord(ring, readPosition, claimed.remove());
                        readPosition = ring.next(readPosition);
                        consumed++;
                    }
                    ring.free(readPosition);
                    if (consumed == published) {
                        assertEquals(readPosition, skipAll(ring, readPosition), "no record beyond the published ones");
                    }
                }
            }
            assertEquals(nextOrdinal, ring.nextOrdinal());
            assertTrue(ring.bytesHeld() <= CAPACITY, "bytes in use");
        }
    }

    private static long skipAll(RecordRing ring, long position) {
        long end = ring.committed();
        long after = position < end ? ring.skipPadding(position) : position;
        return after == end ? position : after;
    }

    private static void assertRecord(RecordRing ring, long position, Claim claim) {
        assertEquals(claim.position, position, "position");
        assertEquals(claim.recordBytes, ring.recordBytes(position), "size");
        for (int i = 0; i < claim.recordBytes; i++) {
            assertEquals(claim.fill & 0xff, Memory.getUnsignedByte(ring.recordAddress(position) + i), "byte " + i);
        }
    }

    @Test
    void shouldStayInsideItsMemoryWhenOnlyEightBytesAreLeftAtTheEnd() {
        Arena arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(CAPACITY + 8, 64);
        memory.fill((byte) 0x5a);
        try (RecordRing tight = new RecordRing(CAPACITY, arena, RingMemory.whole(memory, CAPACITY))) {
            for (int slot = 0; slot < 3; slot++) {
                commitAndFree(tight, CAPACITY / 4 - 8);
            }
            commitAndFree(tight, CAPACITY / 4 - 8 - 8);
            assertEquals(CAPACITY - 8, tight.committed(), "eight bytes are left");

            assertEquals(CAPACITY, tight.claim(16), "the record starts over at the ring's start");
            assertEquals(CAPACITY, tight.skipPadding(CAPACITY - 8));
            assertEquals(0x5a5a5a5a5a5a5a5aL, Memory.getLong(memory.address() + CAPACITY), "memory behind the ring");
        }
    }

    private void commitAndFree(int recordBytes) {
        commitAndFree(ring, recordBytes);
    }

    private static void commitAndFree(RecordRing ring, int recordBytes) {
        long position = ring.claim(recordBytes);
        ring.commit(position, recordBytes);
        ring.publish();
        ring.free(ring.next(position));
    }

    @Test
    void shouldSayFullAndTakeAgainWhenRoomIsFreed() {
        List<Long> positions = new ArrayList<>();
        long position = ring.claim(100);
        while (position != RecordRing.FULL) {
            positions.add(position);
            ring.commit(position, 100);
            position = ring.claim(100);
        }
        assertEquals(CAPACITY / 112, positions.size());
        assertEquals(positions.size(), ring.nextOrdinal(), "a claim that fails takes no ordinal");
        ring.publish();
        ring.free(ring.next(positions.get(0)));
        assertTrue(ring.claim(100) != RecordRing.FULL);
        assertEquals(RecordRing.FULL, ring.claim(100));
    }

    @Test
    void shouldHoldBackRecordsBehindOneThatIsNotCommitted() {
        long first = ring.claim(8);
        long second = ring.claim(8);
        long third = ring.claim(8);
        ring.commit(second, 8);
        ring.commit(third, 8);
        ring.publish();
        assertEquals(0, ring.committed());
        ring.commit(first, 8);
        assertEquals(0, ring.committed(), "not before publish");
        ring.publish();
        assertEquals(ring.next(third), ring.committed());
    }

    @Test
    void shouldShowAllAfterCommitsOutOfOrderOverTheRingsEnd() {
        int large = ring.maxRecordBytes();
        for (int i = 0; i < 3; i++) {
            commitAndFree(large);
        }
        long beforeTheEnd = ring.claim(large - 64);
        long behindThePadding = ring.claim(large);
        long last = ring.claim(8);
        ring.commit(behindThePadding, large);
        ring.publish();
        assertEquals(beforeTheEnd, ring.committed(), "the first is missing");
        assertEquals(1, ring.hiddenRecords());
        ring.commit(beforeTheEnd, 0);
        ring.publish();
        assertEquals(last, ring.committed());
        assertEquals(behindThePadding, ring.skipPadding(ring.next(beforeTheEnd)));
        assertEquals(0, ring.recordBytes(beforeTheEnd));
        ring.commit(last, 8);
        ring.publish();
        assertEquals(ring.next(last), ring.committed());
        assertEquals(0, ring.hiddenRecords());
    }

    @Test
    void shouldRefuseACapacityThatIsNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new RecordRing(5000));
        assertThrows(IllegalArgumentException.class, () -> new RecordRing(2048));
        assertThrows(IllegalArgumentException.class, () -> new RecordRing(-4096));
    }

    @Test
    void shouldRefuseARecordThatCouldNeverFit() {
        assertThrows(IllegalArgumentException.class, () -> ring.claim(ring.maxRecordBytes() + 1));
    }

    @Test
    void shouldNotAllocateWhenRecordsPass() {
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < 100_000; i++) {
                commitAndFree(i & 255);
            }
        }));
    }
}
