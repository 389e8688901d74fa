package io.lockstep.replication.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** docs/wire-protocol.md, sections "HELLO", "WELCOME", "REFUSE and GOODBYE", "ACK", "HEARTBEAT". */
class MessagesTest {
    @Test
    void shouldGiveBackWhatWasWritten() throws MalformedFrameException {
        ByteBuf hello = Frames.hello();
        assertEquals(Frames.HELLO, Hello.read(hello, hello.readableBytes()));
        assertEquals(Frames.WELCOME, Welcome.read(Frames.welcome()));
        ByteBuf refuse = Frames.refuse();
        assertEquals(Frames.NOTICE, Notice.read(refuse, refuse.readableBytes()));
        assertEquals(0x1122334455667788L, Progress.acknowledged(Frames.ack()));
        assertEquals(Frames.EPOCH, Progress.heartbeatEpoch(Frames.heartbeat()));
        assertEquals(12, Progress.heartbeatOrdinal(Frames.heartbeat()));
    }

    @Test
    void shouldStandByteByByteAsDocumentedWhenHello() {
        String hex = ByteBufUtil.hexDump(Frames.hello());
        assertEquals("01", hex.substring(8, 10), "type");
        assertEquals("01", hex.substring(10, 12), "version");
        assertEquals("0300", hex.substring(12, 16), "worker");
        assertEquals("4c4f434b53544550", hex.substring(24, 40), "magic: LOCKSTEP in ASCII");
        assertEquals("02000000", hex.substring(40, 48), "role and zeros");
        assertEquals("7766554433221100" + "ffeeddccbbaa9988", hex.substring(48, 80), "node id");
        assertEquals("efcdab8967452301" + "efcdab8967452301", hex.substring(80, 112), "session id");
        assertEquals("0700000000000000", hex.substring(112, 128), "epoch");
        assertEquals("6300000000000000", hex.substring(128, 144), "next ordinal");
        assertEquals("02000000", hex.substring(144, 152), "identity entries");
        assertEquals("0700" + "776f726b657273" + "0100" + "32", hex.substring(152, 176), "workers = 2");
    }

    @Test
    void shouldStandByteByByteAsDocumentedWhenAckAndHeartbeat() {
        assertEquals("14000000" + "05" + "01" + "0300", ByteBufUtil.hexDump(Frames.ack(), 0, 8));
        assertEquals("8877665544332211", ByteBufUtil.hexDump(Frames.ack(), 12, 8));
        assertEquals("1c000000" + "06" + "01" + "0300", ByteBufUtil.hexDump(Frames.heartbeat(), 0, 8));
        assertEquals("0700000000000000" + "0c00000000000000", ByteBufUtil.hexDump(Frames.heartbeat(), 12, 16));
    }

    @Test
    void shouldCoverAllButItselfWithTheChecksum() {
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        byte[] bytes = ByteBufUtil.getBytes(Frames.heartbeat());
        crc.update(bytes, 0, 8);
        crc.update(bytes, 12, bytes.length - 12);
        assertEquals((int) crc.getValue(), Frames.heartbeat().getIntLE(8));
    }

    @Test
    void shouldTellAnUnboundBackupFromABoundOne() throws MalformedFrameException {
        Hello unbound = new Hello(1, 0, Role.BACKUP, Frames.NODE, Optional.empty(), 0, 0, Frames.HELLO.identity());
        ByteBuf frame = Frames.sealed(unbound::write);
        assertEquals(unbound, Hello.read(frame, frame.readableBytes()));
    }

    @Test
    void shouldRefuseAHelloWithABadField() {
        assertBad(frame -> frame.setByte(20, 9), "role 9, expected 1 to 5");
        assertBad(
                frame -> frame.setZero(24, 16),
                "HELLO with node id 00000000-0000-0000-0000-000000000000, next ordinal 99");
        assertBad(frame -> frame.setLongLE(56, -1), "epoch -1");
        assertBad(frame -> frame.setLongLE(56, Term.MAX_EPOCH + 1), "epoch 281474976710656");
        assertBad(frame -> frame.setLongLE(64, -1), "next ordinal -1");
        assertBad(frame -> frame.setIntLE(72, 513), "identity with 513 entries, expected at most 512");
        assertBad(frame -> frame.setIntLE(72, -1), "identity with 4294967295 entries");
        assertBad(frame -> frame.setIntLE(72, 1), "bytes behind its last field");
        assertBad(frame -> frame.setIntLE(72, 3), "the frame ends inside the name of identity entry 2");
        assertBad(frame -> frame.setShortLE(76, 0xffff), "the name of identity entry 0 of 65535 bytes runs over");
        assertBad(frame -> frame.setByte(78, 0xff), "the name of identity entry 0 is not UTF-8");
        assertBad(frame -> frame.setByte(78, '\n'), "the name of identity entry 0 holds a control character");
    }

    private static void assertBad(java.util.function.Consumer<ByteBuf> damage, String expected) {
        ByteBuf frame = Frames.hello();
        damage.accept(frame);
        MalformedFrameException e =
                assertThrows(MalformedFrameException.class, () -> Hello.read(frame, frame.readableBytes()));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void shouldThrowNothingElseWhenAHelloIsCutAnywhere() {
        ByteBuf whole = Frames.hello();
        for (int length = Hello.MIN_BYTES; length < whole.readableBytes(); length++) {
            ByteBuf frame = Frames.buffer().writeBytes(whole, 0, length);
            int cut = length;
            assertThrows(MalformedFrameException.class, () -> Hello.read(frame, cut), "cut at " + cut);
            frame.release();
        }
    }

    @Test
    void shouldRefuseAWelcomeWithABadField() {
        ByteBuf mode = Frames.welcome();
        mode.setIntLE(12, 1);
        assertThrows(MalformedFrameException.class, () -> Welcome.read(mode));
        ByteBuf node = Frames.welcome();
        node.setZero(16, 16);
        assertThrows(MalformedFrameException.class, () -> Welcome.read(node));
        ByteBuf epoch = Frames.welcome();
        epoch.setLongLE(56, -1);
        assertThrows(MalformedFrameException.class, () -> Welcome.read(epoch));
    }

    @Test
    void shouldKeepANoticeOfALaterCodeAndCutAndCleanItsText() throws MalformedFrameException {
        ByteBuf frame = Frames.refuse();
        frame.setShortLE(12, 4711);
        Notice later = Notice.read(frame, frame.readableBytes());
        assertEquals(NoticeCode.UNKNOWN, later.code());
        assertEquals(Frames.NOTICE.text(), later.text());

        Notice cut = new Notice(NoticeCode.SOLO, Role.PRIMARY, 1, "a\nb" + "€".repeat(Notice.MAX_TEXT));
        ByteBuf longest = Frames.sealed(buffer -> cut.write(buffer, FrameType.GOODBYE, 0));
        assertTrue(longest.readableBytes() <= Notice.MAX_BYTES);
        Notice back = Notice.read(longest, longest.readableBytes());
        assertEquals(cut, back);
        assertTrue(back.text().startsWith("a b€"));
    }

    /** A text may quote a config, and a receiver takes no control characters, those of ISO 8859 included. */
    @Test
    void shouldSendNoTextThatAReceiverRefuses() throws MalformedFrameException {
        String rude = "a\u0000b\u001bc\u007fd\u0085e\u009bf" + '\ud83d'; // the last: half a character
        Notice notice = new Notice(NoticeCode.IDENTITY, Role.PRIMARY, 1, rude);
        ByteBuf frame = Frames.sealed(buffer -> notice.write(buffer, FrameType.REFUSE, 0));
        assertEquals("a b c d e f?", Notice.read(frame, frame.readableBytes()).text());
    }

    @Test
    void shouldGiveEveryCodeAndRoleItsOwnNumber() throws MalformedFrameException {
        for (NoticeCode code : NoticeCode.values()) {
            assertEquals(code, NoticeCode.of(code.number()));
        }
        for (Role role : Role.values()) {
            assertEquals(role, WireRole.of(WireRole.number(role)));
        }
    }
}
