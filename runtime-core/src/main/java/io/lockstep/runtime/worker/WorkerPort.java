package io.lockstep.runtime.worker;

import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.link.LinkAction;
import io.lockstep.runtime.link.LinkFrames;
import io.lockstep.runtime.link.PortLink;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;
import java.lang.foreign.Arena;

/**
 * One port as one worker has it: its queue pair, what waits to be sent, what waits for a next hop. On a port with an address it
 * gives leaving frames their MAC addresses and answers ARP. Worker thread only.
 */
final class WorkerPort {
    private static final int ANNOUNCEMENTS = 5;
    private static final long ANNOUNCE_INTERVAL_NS = 1_100_000_000L;
    private static final long STALLED_AFTER_NS = 10_000_000L;
    /** A pause between two duty cycles that is no longer one of scheduling or garbage. */
    private static final long STANDSTILL_NS = 250_000_000L;
    /** How long a node that lives takes at most to hear, from its own sockets or by asking, that it has been replaced. */
    private static final long QUIET_NS = 250_000_000L;

    private final PortQueue queue;
    private final PortLink link;
    private final int index;
    private final boolean transparent;
    private final TransmitQueue transmit;
    private final PendingPackets pending;
    private final WorkerBuffers buffers;
    private final WorkerCounters counters;
    private final Packet arpPacket = new Packet();

    private boolean active;
    private long nowNs = Long.MIN_VALUE;
    private long movedNs;
    private boolean quiet;
    private long quietUntilNs;
    private long released;
    private long releasedShown;
    private int announcementsLeft;
    /** The last next hop and its MAC address, for packets of the same duty cycle; 0 when there was none yet. */
    private int knownHop;

    private long knownMac;
    private long nextAnnouncementNs;

    WorkerPort(PortQueue queue, PortLink link, WorkerBuffers buffers, WorkerCounters counters, Arena arena) {
        this.queue = queue;
        this.link = link;
        this.index = link.settings().info().index();
        this.transparent = link.transparent();
        this.buffers = buffers;
        this.counters = counters;
        this.transmit = new TransmitQueue(queue, arena);
        this.pending = new PendingPackets(this, link);
    }

    PortQueue queue() {
        return queue;
    }

    PortLink link() {
        return link;
    }

    /** Whether a received frame is for the chain: what else it may be, {@link LinkFrames#classify} knows. */
    boolean accepts(long frame, int lengthBytes) {
        return transparent
                ? lengthBytes >= LinkFrames.HEADER_BYTES
                : LinkFrames.classify(link, frame, lengthBytes) == LinkAction.ACCEPT;
    }

    /** Sets whether this node owns the port's address now; becoming active announces it, several times. */
    void active(boolean owns, boolean announce) {
        active = owns;
        if (!owns) {
            announcementsLeft = 0;
        } else if (announce && !link.transparent()) {
            quiet = false;
            announcementsLeft = ANNOUNCEMENTS;
            nextAnnouncementNs = Long.MIN_VALUE;
        }
    }

    /** Once per duty cycle, before anything else: time, retries, announcements. */
    void tick(long monotonicNs) {
        noteStandstill(monotonicNs);
        nowNs = monotonicNs;
        knownHop = 0;
        if (!pending.isEmpty()) {
            pending.poll(monotonicNs);
        }
        if (announcementsLeft > 0
                && !quiet
                && (nextAnnouncementNs == Long.MIN_VALUE || monotonicNs - nextAnnouncementNs >= 0)) {
            announce();
        }
    }

    /** Sends a packet; the buffer is the port's from now on, also when the packet is lost. */
    void send(Packet packet) {
        send(packet.handle(), packet.address(), packet.length(), buffers.freshAddress(packet));
    }

    /** Sends a packet of which only this is known any more; the buffer is the port's from now on, also when the packet is lost. */
    void send(long handle, long address, int lengthBytes, long freshAddress) {
        if (addressed(address, lengthBytes)) {
            release(handle, address, lengthBytes, freshAddress);
        } else {
            sendLater(handle, address, lengthBytes, freshAddress);
        }
    }

    /**
     * Sends {@code count} packets that lie in a burst as they were received there; the buffers are the port's from now on, also when packets
     * are lost.
     */
    void send(PacketBurst burst, int first, int count) {
        int end = first + count;
        int from = first;
        for (int i = first; i < end && !transparent; i++) {
            if (!addressed(burst.address(i), burst.length(i))) {
                releaseReceived(burst, from, i);
                sendLater(burst.handle(i), burst.address(i), burst.length(i), burst.address(i));
                from = i + 1;
            }
        }
        releaseReceived(burst, from, end);
    }

    /** Gives a leaving frame its MAC addresses; false when it has no next hop, or none that is known. */
    private boolean addressed(long address, int lengthBytes) {
        if (!transparent) {
            int nextHop = LinkFrames.nextHop(link, address, lengthBytes);
            if (nextHop == 0 || (nextHop != knownHop && !knows(nextHop))) {
                return false;
            }
            LinkFrames.address(link, address, knownMac);
        }
        return true;
    }

    /** Looks up a next hop, for all packets that go there in this duty cycle. */
    private boolean knows(int nextHop) {
        long resolved = LinkFrames.resolve(link, nextHop, nowNs);
        if (resolved < 0) {
            return false;
        }
        if (LinkFrames.shouldAskAgain(resolved)) {
            sendRequest(nextHop);
        }
        knownHop = nextHop;
        knownMac = LinkFrames.mac(resolved);
        return true;
    }

    /** Lets a packet wait until its next hop is known. */
    private void sendLater(long handle, long address, int lengthBytes, long freshAddress) {
        int nextHop = LinkFrames.nextHop(link, address, lengthBytes);
        if (nextHop == 0) {
            lose(handle, freshAddress, Loss.NO_ROUTE);
        } else {
            pending.add(handle, address, lengthBytes, freshAddress, nextHop, nowNs);
        }
    }

    /**
     * Whether one who can wait should send now: not while the transmit queue is full, unless the port has taken nothing for so long
     * that waiting would only hold up the other ports.
     */
    boolean takesMore() {
        return !transmit.isFull() || nowNs - movedNs > STALLED_AFTER_NS;
    }

    /** Handles a received ARP frame, whose buffer stays the caller's. */
    void onArp(long frame) {
        if (!buffers.take(arpPacket, LinkFrames.ARP_BYTES)) {
            counters.lost(Loss.ARP_NOT_SENT);
            return;
        }
        if (LinkFrames.onArp(link, frame, active && !quiet, arpPacket.address(), nowNs)) {
            sendArp();
        } else {
            buffers.give(arpPacket.handle(), buffers.freshAddress(arpPacket));
        }
    }

    /** Whether all that was to be sent has been taken by the port. */
    boolean nothingToSend() {
        return pending.isEmpty() && transmit.isEmpty();
    }

    /** Sends what has gathered; returns how many packets the port took. */
    int flush() {
        boolean idle = transmit.isEmpty();
        int sent = transmit.flush();
        if (idle || sent > 0) {
            movedNs = nowNs;
        }
        showReleased();
        return sent;
    }

    void sendTo(long mac, long handle, long address, int lengthBytes, long freshAddress) {
        LinkFrames.address(link, address, mac);
        release(handle, address, lengthBytes, freshAddress);
    }

    /** Packets handed to the transmit queue since the start; ARP not counted. */
    long released() {
        return released;
    }

    void sendRequest(int nextHop) {
        if (buffers.take(arpPacket, LinkFrames.ARP_BYTES)) {
            LinkFrames.writeRequest(link, arpPacket.address(), nextHop, active && !quiet);
            sendArp();
        } else {
            counters.lost(Loss.ARP_NOT_SENT);
        }
    }

    void lose(long handle, long freshAddress, Loss reason) {
        counters.lost(reason);
        buffers.give(handle, freshAddress);
    }

    /** Gives back a buffer whose packet's address is not known. Rare path. */
    void freeForeign(long handle) {
        buffers.freeForeign(handle);
    }

    /** The node may release nothing more: what waits to be sent is lost, and was not released after all. */
    void discard() {
        pending.discard();
        PacketBurst left = transmit.burst();
        int count = transmit.takeAll();
        int packets = 0;
        for (int i = 0; i < count; i++) {
            if (LinkFrames.classify(link, left.address(i), left.length(i)) != LinkAction.ARP) {
                packets++;
            }
        }
        buffers.freeForeign(left, count);
        released -= packets;
        showReleased();
        counters.lost(Loss.DISCARDED, packets);
    }

    /**
     * While the process stood still (SIGSTOP, a paused virtual machine) another node may have become the owner of the addresses.
     * What waits in the receive queue was asked meanwhile: an answer now would draw traffic away from that node.
     */
    private void noteStandstill(long monotonicNs) {
        if (nowNs != Long.MIN_VALUE && monotonicNs - nowNs > STANDSTILL_NS) {
            quiet = true;
            quietUntilNs = monotonicNs + QUIET_NS;
        } else if (quiet && monotonicNs - quietUntilNs >= 0) {
            quiet = false;
        }
    }

    private void announce() {
        for (int i = 0; i < LinkFrames.addressCount(link); i++) {
            if (buffers.take(arpPacket, LinkFrames.ARP_BYTES)) {
                LinkFrames.writeAnnouncement(link, arpPacket.address(), i);
                sendArp();
            } else {
                counters.lost(Loss.ARP_NOT_SENT);
            }
        }
        announcementsLeft--;
        nextAnnouncementNs = nowNs + ANNOUNCE_INTERVAL_NS;
    }

    /** Once per duty cycle, not per packet. */
    private void showReleased() {
        if (released != releasedShown) {
            counters.released(index, released - releasedShown);
            releasedShown = released;
        }
    }

    private void sendArp() {
        long fresh = buffers.freshAddress(arpPacket);
        if (!transmit.add(arpPacket.handle(), arpPacket.address(), LinkFrames.ARP_BYTES)) {
            lose(arpPacket.handle(), fresh, Loss.ARP_NOT_SENT);
        }
    }

    /** Sends the packets in the places from {@code first} to before {@code end} with one call, unless others wait in front of them. */
    private void releaseReceived(PacketBurst burst, int first, int end) {
        int next = first;
        if (next < end && transmit.isEmpty()) {
            next += queue.transmitReceived(burst, first, end - first);
            released += next - first;
        }
        for (; next < end; next++) {
            release(burst.handle(next), burst.address(next), burst.length(next), burst.address(next));
        }
    }

    private void release(long handle, long address, int lengthBytes, long freshAddress) {
        if (transmit.add(handle, address, lengthBytes)) {
            released++;
        } else {
            lose(handle, freshAddress, Loss.TX_FULL);
        }
    }
}
