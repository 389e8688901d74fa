package io.lockstep.runtime.link;

import io.lockstep.runtime.memory.Memory;

/** Layer 2 of single frames on a port: what to do with a received one, how to address one that leaves. No state. */
public final class LinkFrames {
    /** Bytes of an Ethernet header. */
    public static final int HEADER_BYTES = 14;
    /** Bytes of an ARP frame as sent, to take a buffer for. */
    public static final int ARP_BYTES = ArpFrame.FRAME_BYTES;

    private static final int IPV4 = 0x0800;
    private static final int IPV4_DESTINATION = HEADER_BYTES + 16;

    private LinkFrames() {}

    /** Decides about a received frame. */
    public static LinkAction classify(PortLink link, long frame, int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return LinkAction.MALFORMED;
        }
        if (link.transparent()) {
            return LinkAction.ACCEPT;
        }
        if (etherType(frame) == ArpFrame.ETHERTYPE) {
            return ArpFrame.valid(frame, lengthBytes) ? LinkAction.ARP : LinkAction.MALFORMED;
        }
        boolean ours = link.settings().promiscuous() || MacAddress.read(frame) == link.mac();
        return ours ? LinkAction.ACCEPT : LinkAction.NOT_FOR_US;
    }

    /**
     * Takes in what a well-formed ARP frame tells, and writes the answer where one is due.
     *
     * @param active whether this node answers for the port's addresses; a backup does not
     * @param answer where to write an answer of {@link #ARP_BYTES}; untouched when the result is false
     * @return whether an answer was written
     */
    public static boolean onArp(PortLink link, long frame, boolean active, long answer, long nowNs) {
        int sender = ArpFrame.senderAddress(frame);
        long senderMac = ArpFrame.senderMac(frame);
        boolean toUs = link.owns(ArpFrame.targetAddress(frame));
        boolean reply = ArpFrame.operation(frame) == ArpFrame.REPLY;
        boolean known = link.neighbours().contains(sender);
        boolean asked = reply && MacAddress.read(frame) == link.mac();
        if ((toUs || known || asked) && learnable(link, sender, senderMac)) {
            link.neighbours().learn(sender, senderMac, nowNs);
        }
        if (!active || !toUs || ArpFrame.operation(frame) != ArpFrame.REQUEST || !MacAddress.isUnicast(senderMac)) {
            return false;
        }
        ArpFrame.write(answer, senderMac, ArpFrame.REPLY, link.mac(), ArpFrame.targetAddress(frame), senderMac, sender);
        return true;
    }

    /**
     * Writes a request for a neighbour's MAC address. A node that does not own the port's address now (a backup) asks with
     * sender address 0, as an address probe (RFC 5227 section 2.1.1): hosts answer it and learn nothing from it.
     */
    public static void writeRequest(PortLink link, long frame, int address, boolean active) {
        ArpFrame.write(
                frame, MacAddress.BROADCAST, ArpFrame.REQUEST, link.mac(), active ? link.address() : 0, 0, address);
    }

    /** Writes a gratuitous ARP request (RFC 5944 section 4.6): who has this address learns our MAC. */
    public static void writeAnnouncement(PortLink link, long frame, int addressIndex) {
        int address = link.addresses()[addressIndex];
        ArpFrame.write(frame, MacAddress.BROADCAST, ArpFrame.REQUEST, link.mac(), address, 0, address);
    }

    /** Number of addresses to announce. */
    public static int addressCount(PortLink link) {
        return link.addresses().length;
    }

    /** Next hop of an outgoing frame that holds an IPv4 packet; 0 when it holds none or there is no way. */
    public static int nextHop(PortLink link, long frame, int lengthBytes) {
        if (lengthBytes < IPV4_DESTINATION + 4 || etherType(frame) != IPV4) {
            return 0;
        }
        return link.nextHop(Integer.reverseBytes(Memory.getInt(frame + IPV4_DESTINATION)));
    }

    /** MAC address of a next hop, or -1 when it is not known. */
    public static long lookup(PortLink link, int nextHop, long nowNs) {
        return link.neighbours().lookup(nextHop, nowNs);
    }

    /** The same for a packet that leaves now; {@link #shouldAskAgain} tells more of the result, {@link #mac} is the address alone. */
    public static long resolve(PortLink link, int nextHop, long nowNs) {
        return link.neighbours().resolve(nextHop, nowNs);
    }

    /** Whether a result of {@link #resolve} should be confirmed by asking again. */
    public static boolean shouldAskAgain(long resolved) {
        return (resolved & Neighbours.ASK_AGAIN) != 0;
    }

    /** The MAC address of a result of {@link #resolve}. */
    public static long mac(long resolved) {
        return resolved & ~Neighbours.ASK_AGAIN;
    }

    /** Writes destination and source MAC address of an outgoing frame. */
    public static void address(PortLink link, long frame, long destination) {
        MacAddress.write(frame, destination, link.mac());
    }

    private static boolean learnable(PortLink link, int sender, long senderMac) {
        boolean near = link.connected(sender) || sender == link.settings().gateway();
        return sender != 0 && near && !link.owns(sender) && MacAddress.isUnicast(senderMac);
    }

    private static int etherType(long frame) {
        return Short.reverseBytes((short) Memory.getUnsignedShort(frame + 12)) & 0xffff;
    }
}
