package io.lockstep.nf.packet;

/**
 * What an IPv4 header without its options says, read in three loads: for functions that look at most of it. Fields of {@link Ipv4} for
 * the others, and for writing.
 *
 * <p>Holds what it read until the next {@link #read}, whatever happens to the packet. Not thread-safe: one per processor.
 */
public final class Ipv4Header {
    private long first;
    private long second;
    private int destination;

    /**
     * Reads a header.
     *
     * @param ip offset of the header in the packet, which must have {@link Ipv4#MIN_HEADER_BYTES} from there on
     */
    public void read(Packet packet, int ip) {
        first = packet.getLong(ip);
        second = packet.getLong(ip + 8);
        destination = packet.getInt(ip + 16);
    }

    /** Whether this is version 4 without options: all but few packets. */
    public boolean isPlain() {
        return first >>> 56 == 0x45;
    }

    /** As {@link Ipv4#version}. */
    public int version() {
        return (int) (first >>> 60);
    }

    /** As {@link Ipv4#headerBytes}. */
    public int headerBytes() {
        return (int) (first >>> 54) & 0x3c;
    }

    /** As {@link Ipv4#totalLength}. */
    public int totalLength() {
        return (int) (first >>> 32) & 0xffff;
    }

    /** As {@link Ipv4#identification}. */
    public int identification() {
        return (int) (first >>> 16) & 0xffff;
    }

    /** As {@link Ipv4#fragmentWord}. */
    public int fragmentWord() {
        return (int) first & 0xffff;
    }

    /** As {@link Ipv4#timeToLive}. */
    public int timeToLive() {
        return (int) (second >>> 56);
    }

    /** As {@link Ipv4#protocol}. */
    public int protocol() {
        return (int) (second >>> 48) & 0xff;
    }

    /** As {@link Ipv4#source}. */
    public int source() {
        return (int) second;
    }

    /** As {@link Ipv4#destination}. */
    public int destination() {
        return destination;
    }

    /** Whether the checksum of a header <em>without options</em> is right. */
    public boolean checksumValid() {
        long sum = (first >>> 32)
                + (first & 0xffff_ffffL)
                + (second >>> 32)
                + (second & 0xffff_ffffL)
                + (destination & 0xffff_ffffL);
        return Checksum.finish(sum) == 0;
    }
}
