package io.lockstep.nat;

import static io.lockstep.nat.PacketParser.IP;

import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;

/**
 * Cuts a packet that is too big for its way out and may be cut (RFC 791, section 3.2; RFC 4787, REQ-13a), in order: new
 * packets for all pieces but the last, which the packet itself becomes.
 *
 * <p>Bounded by the number of packets that one input may make, so to five pieces; packets with IP options are not cut, since
 * which options go into which piece depends on the option. Stateless.
 */
final class Fragmenter {
    private static final int HEADERS = IP + Ipv4.MIN_HEADER_BYTES;

    private Fragmenter() {}

    /** Emits the first pieces and makes the packet the last one; false, with nothing changed, if it cannot. */
    static boolean split(PacketContext context, int port, int mtuBytes) {
        Packet packet = context.packet();
        int payloadBytes = Ipv4.totalLength(packet, IP) - Ipv4.MIN_HEADER_BYTES;
        int pieceBytes = (mtuBytes - Ipv4.MIN_HEADER_BYTES) & ~7;
        if (pieceBytes <= 0 || Ipv4.headerBytes(packet, IP) != Ipv4.MIN_HEADER_BYTES) {
            return false;
        }
        int pieces = (payloadBytes + pieceBytes - 1) / pieceBytes;
        if (pieces - 1 > PacketContext.EXTRA_PACKETS) {
            return false;
        }
        for (int i = 0; i < pieces - 1; i++) {
            context.emit(piece(context, i * pieceBytes, pieceBytes), port);
        }
        keepLast(packet, (pieces - 1) * pieceBytes, payloadBytes);
        return true;
    }

    private static Packet piece(PacketContext context, int offsetBytes, int lengthBytes) {
        Packet whole = context.packet();
        Packet piece = context.newPacket(HEADERS + lengthBytes);
        piece.copyFrom(0, whole, 0, HEADERS);
        piece.copyFrom(HEADERS, whole, HEADERS + offsetBytes, lengthBytes);
        finish(piece, lengthBytes, (Ipv4.fragmentWord(whole, IP) + (offsetBytes >>> 3)) | Ipv4.MORE_FRAGMENTS);
        return piece;
    }

    /** Moves the headers to right before the last piece's bytes, and the packet's start with them. */
    private static void keepLast(Packet packet, int offsetBytes, int payloadBytes) {
        int word = Ipv4.fragmentWord(packet, IP) + (offsetBytes >>> 3);
        int lengthBytes = payloadBytes - offsetBytes;
        packet.copyFrom(offsetBytes, packet, 0, HEADERS);
        packet.moveStart(offsetBytes);
        packet.resize(HEADERS + lengthBytes);
        finish(packet, lengthBytes, word);
    }

    private static void finish(Packet packet, int payloadBytes, int fragmentWord) {
        Ipv4.totalLength(packet, IP, Ipv4.MIN_HEADER_BYTES + payloadBytes);
        Ipv4.fragmentWord(packet, IP, fragmentWord);
        Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
    }
}
