package io.lockstep.nf.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    @Test
    void shouldGiveTheExampleOfRfc1071() {
        // Section 3: the sum of 0001 f203 f4f5 f6f7 is ddf2.
        assertEquals(~0xddf2 & 0xffff, Checksum.of(Packets.of("0001f203f4f5f6f7"), 0, 8));
    }

    @Test
    void shouldGiveTheExampleOfRfc1624() {
        // Section 4: 0xdd2f becomes 0x0000 when 0x5555 becomes 0x3285; equation 2 of RFC 1141 gave 0xffff.
        assertEquals(0x0000, Checksum.update(0xdd2f, Checksum.difference16(0x5555, 0x3285)));
    }

    @Test
    void shouldTakeAnOddLastByteAsIfAZeroFollowed() {
        assertEquals(~0xab00 & 0xffff, Checksum.of(Packets.of("ab"), 0, 1));
        for (int length = 0; length < 16; length++) {
            Packet odd = Packets.of("0102030405060708090a0b0c0d0e0f10");
            Packet padded = Packets.of("0102030405060708090a0b0c0d0e0f10");
            for (int i = length; i < 16; i++) {
                padded.putByte(i, 0);
            }
            assertEquals(Checksum.of(padded, 0, 16), Checksum.of(odd, 0, length), "length " + length);
        }
    }

    @Test
    void shouldGiveAllOnesForNothing() {
        assertEquals(0xffff, Checksum.of(Packets.of(""), 0, 0));
        assertEquals(0xffff, Checksum.of(Packets.of("00000000000000000000"), 0, 10));
    }

    @Test
    void shouldFoldTheLargestSum() {
        assertEquals(0, Checksum.finish(0xffff_ffff_ffffL));
        assertEquals(0, Checksum.of(Packets.of("ffffffffffffffffffffffffffffffff"), 0, 16));
    }

    @Test
    void shouldAgreeWithAFullComputationWhenWordsChange() {
        Random random = new Random(1624);
        Packet data = Packets.of("00".repeat(40));
        for (int round = 0; round < 100_000; round++) {
            int word = random.nextInt(1, 10) * 4;
            data.putInt(word, random.nextInt());
            data.putShort(0, 0x4500); // all zero data is the one case where two checksums are right
            int before = Checksum.of(data, 0, 40);
            int value = round % 7 == 0 ? 0 : round % 11 == 0 ? -1 : random.nextInt();
            int difference = Checksum.difference32(data.getInt(word), value);
            data.putInt(word, value);
            int after = Checksum.of(data, 0, 40);
            assertEquals(after, Checksum.update(before, difference), "round " + round);
        }
    }

    @Test
    void shouldKeepNoUdpChecksumAndWriteZeroAsAllOnes() {
        // RFC 768: 0 says that there is none; a computed 0 is sent as all ones.
        assertEquals(0, Checksum.updateUdp(0, Checksum.difference16(1, 2)));
        assertEquals(0xffff, Checksum.updateUdp(0xdd2f, Checksum.difference16(0x5555, 0x3285)));
        assertEquals(0x1234, Checksum.updateUdp(0x1235, Checksum.difference16(7, 8)));
    }
}
