package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Frames of a peer that puts length and checksum right and all else wrong: what the checksum does not catch. Each runs through
 * {@link FrameFuzz}, which holds it to that target's rules. {@link FrameReaderTest} has the frames whose checksum is wrong.
 */
class CorruptionTest {
    private static final int REFUSE_RESERVED = 15;

    @Test
    void shouldRefuseEveryFrameThatIsCutAnywhere() {
        for (byte[] frame : frames()) {
            for (int length = FrameHeader.BYTES; length < frame.length; length++) {
                assertRefused(Arrays.copyOf(frame, length), name(frame) + " cut at " + length);
            }
        }
    }

    @Test
    void shouldRefuseEveryFrameWithBytesBehindItsLastField() {
        for (byte[] frame : frames()) {
            for (int more = 1; more <= 64; more++) {
                assertRefused(Arrays.copyOf(frame, frame.length + more), name(frame) + " and " + more + " zeros");
            }
        }
    }

    /** Either it is refused, or what was decoded encodes to the very same bytes: nothing is taken for what it is not. */
    @Test
    void shouldRefuseOrGiveBackEveryFrameWithAnyByteChanged() {
        int refused = 0;
        for (byte[] frame : frames()) {
            for (int at = 4; at < frame.length; at++) {
                for (int change : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 0xff, frame[at]}) {
                    byte[] changed = frame.clone();
                    changed[at] ^= (byte) change;
                    refused += isRefused(run(changed)) ? 1 : 0;
                }
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    @Test
    void shouldRefuseAReservedByteThatIsNotZeroButInTheFrozenNotices() {
        for (int at = 21; at < 24; at++) {
            byte[] hello = ByteBufUtil.getBytes(Frames.hello());
            hello[at] = 1;
            assertRefused(hello, "HELLO, byte " + at);
        }
        byte[] refuse = ByteBufUtil.getBytes(Frames.refuse());
        refuse[REFUSE_RESERVED] = 1;
        assertTrue(run(refuse).getFirst().startsWith("REFUSE "), "kept for a later version");
    }

    @Test
    void shouldNotAllocateByALengthOrACountThatNothingIsBehind() {
        assertSmall(Frames.hello(), frame -> frame.setIntLE(0, -1), "length of 4 GiB");
        assertSmall(
                Frames.hello(), frame -> frame.setIntLE(0, FrameHeader.MAX_HELLO_BYTES), "a HELLO that never comes");
        assertSmall(
                Frames.records(), frame -> frame.setIntLE(0, FrameHeader.MAX_FRAME_BYTES), "RECORDS that never come");
        assertSmall(Frames.hello(), resealed(frame -> frame.setIntLE(72, -1)), "4 billion identity entries");
        assertSmall(
                Frames.hello(), resealed(frame -> frame.setIntLE(72, 512)), "512 identity entries that are not there");
        assertSmall(Frames.hello(), resealed(frame -> frame.setShortLE(76, 0xffff)), "a name of 64 KiB");
        assertSmall(Frames.refuse(), resealed(frame -> frame.setShortLE(24, 0xffff)), "a text of 64 KiB");
        assertSmall(Frames.records(), resealed(frame -> frame.setIntLE(12, -1)), "4 billion records");
        assertSmall(Frames.records(), resealed(frame -> frame.setIntLE(32, -1)), "a packet of 64 KiB with 255 tags");
    }

    private static Consumer<ByteBuf> resealed(Consumer<ByteBuf> damage) {
        return frame -> {
            damage.accept(frame);
            Frames.resealed(frame);
        };
    }

    /** The exception and its message included. */
    private static void assertSmall(ByteBuf frame, Consumer<ByteBuf> damage, String what) {
        damage.accept(frame);
        long bytes = AllocationProbe.leastBytes(() -> {
            FrameReader reader = Frames.reader();
            try {
                int type = reader.next(frame);
                if (type != FrameType.NONE) {
                    var unused = Frames.decode(type, frame, reader.length());
                }
            } catch (MalformedFrameException e) {
                // As it should be.
            }
        });
        assertTrue(bytes < 8 << 10, () -> what + " allocates " + bytes + " bytes");
    }

    private static List<byte[]> frames() {
        return Frames.one().stream().map(ByteBufUtil::getBytes).toList();
    }

    private static String name(byte[] frame) {
        return FrameType.name(frame[4]);
    }

    private static List<String> run(byte[] frame) {
        byte[] block = FuzzCorpus.block(1, frame); // the operation's byte stands where the target's mode does
        return FrameFuzz.run(block);
    }

    private static boolean isRefused(List<String> outcome) {
        return outcome.size() == 1 && outcome.getFirst().startsWith("malformed: ");
    }

    private static void assertRefused(byte[] frame, String what) {
        List<String> outcome = run(frame);
        assertEquals(1, outcome.size(), what);
        assertTrue(isRefused(outcome), () -> what + " was taken for " + outcome);
    }
}
