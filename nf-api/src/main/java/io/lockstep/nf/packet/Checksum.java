package io.lockstep.nf.packet;

/**
 * The Internet checksum: the complement of the ones' complement sum of 16-bit words (RFC 1071), and how to change one
 * without reading all the data again (RFC 1624, equation 3).
 *
 * <pre>
 *   HC' = ~(~HC + ~m + m')       HC, HC': checksum before and after;  m, m': a 16-bit word before and after
 * </pre>
 *
 * <p>{@code ~m + m'} is called a <em>difference</em> here. Differences of several words are added with {@code +}, up to
 * 1,000 of them in an int, before one {@link #update}. One difference serves several checksums that cover the same words, as
 * the IPv4 header and the pseudo header of TCP and UDP both cover the addresses.
 *
 * <p>UDP writes "no checksum" as 0 (RFC 768), which therefore stays 0, and a computed 0 as 0xffff: {@link #updateUdp}.
 */
public final class Checksum {
    private Checksum() {}

    /** The checksum over a range of the packet; 0 if the range holds its own, right, checksum. */
    public static int of(Packet packet, int offset, int lengthBytes) {
        return finish(sum(packet, offset, lengthBytes));
    }

    /**
     * A partial sum over a range, to be added to others and given to {@link #finish}. All ranges but the last must have even
     * length; an odd last byte counts as if a zero followed.
     */
    public static long sum(Packet packet, int offset, int lengthBytes) {
        long sum = 0;
        int at = offset;
        int end = offset + lengthBytes;
        for (; at + 8 <= end; at += 8) {
            long eight = packet.getLong(at);
            sum += (eight >>> 32) + (eight & 0xffff_ffffL);
        }
        if (at + 4 <= end) {
            sum += packet.getInt(at) & 0xffff_ffffL;
            at += 4;
        }
        if (at + 2 <= end) {
            sum += packet.getUnsignedShort(at);
            at += 2;
        }
        if (at < end) {
            sum += packet.getUnsignedByte(at) << 8;
        }
        return sum;
    }

    /** The partial sum of the pseudo header of TCP (RFC 9293, section 3.1) and UDP (RFC 768). */
    public static long pseudoHeaderSum(int source, int destination, int protocol, int lengthBytes) {
        return (source & 0xffff_ffffL) + (destination & 0xffff_ffffL) + protocol + lengthBytes;
    }

    /** Folds a sum to 16 bits and complements it. */
    public static int finish(long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ~folded & 0xffff;
    }

    /** The difference for a 16-bit word at an even offset; only the low 16 bits of the arguments count. */
    public static int difference16(int before, int after) {
        return (~before & 0xffff) + (after & 0xffff);
    }

    /** The difference for 32 bits at an even offset, such as an address. */
    public static int difference32(int before, int after) {
        return difference16(before >>> 16, after >>> 16) + difference16(before, after);
    }

    /** The checksum after the given difference. */
    public static int update(int checksum, int difference) {
        int sum = (~checksum & 0xffff) + difference;
        sum = (sum >>> 16) + (sum & 0xffff);
        sum = (sum >>> 16) + (sum & 0xffff);
        return ~sum & 0xffff;
    }

    /** The UDP checksum after the given difference: none stays none, and a computed 0 is sent as 0xffff (RFC 768). */
    public static int updateUdp(int checksum, int difference) {
        if (checksum == 0) {
            return 0;
        }
        int updated = update(checksum, difference);
        return updated == 0 ? 0xffff : updated;
    }
}
