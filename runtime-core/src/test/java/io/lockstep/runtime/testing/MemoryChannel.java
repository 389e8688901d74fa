package io.lockstep.runtime.testing;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import java.lang.foreign.Arena;

/** The replication channel of one worker without a network: the test decides how many records cross, and when. */
public final class MemoryChannel implements AutoCloseable {
    private static final int CAPACITY = 1 << 16;

    private final Arena arena = Arena.ofShared();
    private final long buffer = arena.allocate(CAPACITY, 64).address();
    private final Node primary;
    private final Node backup;
    private final WorkerEnds from;
    private final WorkerEnds to;

    /** Joins worker {@code worker} of two nodes. */
    public MemoryChannel(Node primary, Node backup, int worker) {
        this.primary = primary;
        this.backup = backup;
        this.from = primary.ends().get(worker);
        this.to = backup.ends().get(worker);
    }

    /** Connects, as the handshake would. */
    public void connect() {
        backup.session().bind(primary.session().get());
        if (!from.log().resumeAt(to.inbox().nextOrdinal())) {
            throw new AssertionError("cannot resume at " + to.inbox().nextOrdinal());
        }
        to.status().epochSeen(primary.term().get().epoch());
        to.status().inboundComplete(false);
        state(ChannelState.STREAMING);
    }

    /** Disconnects; what has crossed stays. */
    public void disconnect() {
        state(ChannelState.DISCONNECTED);
        to.status().inboundComplete(true);
    }

    /** Acts on role changes as a channel must. */
    public void poll() {
        handOver();
        from.status().peerDiverged(backup.term().get().role() == Role.DIVERGED);
        if (!primary.term().get().acceptsBackup() || backup.term().get().role() != Role.BACKUP) {
            disconnect();
        }
        if (!primary.term().get().acceptsBackup()) {
            from.status().countDiscarded(from.log().discard());
        }
        if (from.status().state() == ChannelState.DISCONNECTED) {
            from.status().countProbe();
        }
        from.status().actedOn(primary.term().get());
        to.status().actedOn(backup.term().get());
    }

    private void handOver() {
        boolean connected = from.status().state() == ChannelState.STREAMING;
        from.status().peerWantsHandover(connected && backup.term().get().wantsHandover());
        if (connected && primary.term().get().handedOver()) {
            to.status().handedOver(true);
            disconnect();
        }
    }

    /** Moves at most {@code records} records; returns how many. */
    public int transfer(int records) {
        int moved = 0;
        while (moved < records && to.inbox().capacityBytes() - to.inbox().bytesHeld() >= CAPACITY / 4) {
            int bytes = from.log().copyCommitted(buffer, recordLimit());
            if (bytes == 0) {
                break;
            }
            deliver(bytes);
            moved += from.log().copiedRecords();
        }
        return moved;
    }

    /** Acknowledges what the backup has executed. */
    public void acknowledge() {
        if (!from.log().acknowledge(to.executed().get())) {
            throw new AssertionError("bad acknowledgement " + to.executed().get());
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    /** One record at a time: the room for exactly the next one is not known, so any that fits alone. */
    private int recordLimit() {
        return CAPACITY / 16;
    }

    private void deliver(int bytes) {
        long address = buffer;
        while (address < buffer + bytes) {
            int size = RecordLayout.recordBytes(RecordLayout.packetLength(address), RecordLayout.tagCount(address));
            checkPadding(address);
            if (to.inbox().append(address, size, 1) != size) {
                throw new AssertionError("no room in the inbox for a record of " + size + " bytes");
            }
            address += size;
        }
        to.inbox().publish();
    }

    /** The record's layout promises zeros between packet and tags; a real channel refuses anything else. */
    private static void checkPadding(long record) {
        int length = RecordLayout.packetLength(record);
        for (int i = length; (i & 7) != 0; i++) {
            if (Memory.getUnsignedByte(RecordLayout.packetAddress(record) + i) != 0) {
                throw new AssertionError("byte " + (i - length) + " behind a packet of " + length + " is not zero");
            }
        }
    }

    private void state(ChannelState state) {
        from.status().state(state);
        to.status().state(state);
    }
}
