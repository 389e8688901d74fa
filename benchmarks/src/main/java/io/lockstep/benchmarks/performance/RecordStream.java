package io.lockstep.benchmarks.performance;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The product's record stream between two threads over loopback TCP: one writes records into its log and sends them, the other takes
 * them from its inbox and acknowledges. Nothing runs on the packets.
 */
final class RecordStream implements ByteStream {

    private static final int MAX_TAGS = 8;

    private final int packetBytes;
    private final int burst;
    private final long[] tags = {RecordLayout.tagOf(0, 1)};
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong sendingNs = new AtomicLong();
    private final ChannelEnd sender;
    private final ChannelEnd receiver;
    private final Arena arena = Arena.ofShared();
    private final long packet = arena.allocate(2_048, 64).address();

    /**
     * Plans a stream.
     *
     * @param packetBytes of each record
     * @param burst records that are written before the channel's turn
     */
    RecordStream(int packetBytes, int burst, int senderPort, int receiverPort) {
        this.packetBytes = packetBytes;
        this.burst = burst;
        this.sender = ChannelEnd.primary(senderPort, receiverPort);
        this.receiver = ChannelEnd.backup(receiverPort, senderPort);
    }

    /** Bytes of one record of a packet. */
    static int recordBytes(int packetBytes) {
        return RecordLayout.recordBytes(packetBytes, 1);
    }

    @Override
    public void openSender() {
        sender.channel.onStart();
    }

    @Override
    public void send() {
        long fromNs = System.nanoTime();
        long sent = sender.log.sentOrdinal();
        if (sender.isStreaming()) {
            RecordRing ring = sender.log.ring();
            for (int i = 0; i < burst && writeRecord(ring); i++) {
                // as far as there is room
            }
            ring.publish();
        }
        sender.channel.doWork();
        if (sender.log.sentOrdinal() != sent) {
            sendingNs.lazySet(sendingNs.get() + System.nanoTime() - fromNs);
        }
    }

    private boolean writeRecord(RecordRing ring) {
        long position = ring.claim(RecordLayout.recordBytes(packetBytes, MAX_TAGS));
        if (position == RecordRing.FULL) {
            return false;
        }
        long record = ring.recordAddress(position);
        RecordLayout.header(record, packetBytes, 0, RecordLayout.KIND_PACKET, 0, ring.nextOrdinal());
        Memory.copy(packet, RecordLayout.packetAddress(record), packetBytes);
        RecordLayout.tags(record, tags, 1);
        ring.commit(position, recordBytes(packetBytes));
        return true;
    }

    @Override
    public void closeSender() {
        sender.channel.onClose();
    }

    @Override
    public void openReceiver() {
        receiver.channel.onStart();
    }

    @Override
    public void receive() {
        receiver.channel.doWork();
        RecordInbox inbox = receiver.inbox;
        long position = inbox.freed();
        long end = inbox.committed();
        long records = 0;
        while (position < end) {
            position = inbox.skipGap(position);
            if (position < end) {
                position = inbox.next(position);
                records++;
            }
        }
        if (records > 0) {
            inbox.free(position);
            taken.lazySet(taken.get() + records);
            receiver.executed.set(taken.get());
        }
    }

    @Override
    public void closeReceiver() {
        receiver.channel.onClose();
    }

    @Override
    public long received() {
        return taken.get() * recordBytes(packetBytes);
    }

    @Override
    public long sendingNs() {
        return sendingNs.get();
    }

    @Override
    public String problem() {
        return "sender " + sender.problem() + ", receiver " + receiver.problem();
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
        arena.close();
    }
}
