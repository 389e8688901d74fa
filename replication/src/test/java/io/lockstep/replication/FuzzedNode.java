package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameReader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.local.LocalIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * A node whose peer is a fuzzer: no socket, a manual clock, and after each duty cycle a look at whether all still holds: the inbox has only
 * records of this pair, in order; what the node says is well-formed; strangers are within their bound.
 */
final class FuzzedNode implements AutoCloseable {
    static final UUID NODE = new UUID(1, 2);
    static final UUID PEER = new UUID(3, 4);
    static final PairSession.Bound SESSION = new PairSession.Bound(new UUID(5, 6), 42);

    private static final int MAX_PENDING = 4;

    final ManualClock clock = new ManualClock();
    final TestNode node;
    final List<MemoryChannel> channels = new ArrayList<>();
    private final RecordLimits limits;
    private MemoryServer server;
    private long checkedPosition;
    private long checkedRecords;
    private int pieceBytes = Integer.MAX_VALUE;

    static {
        for (String loud : List.of(WorkerChannel.class.getName(), "io.netty")) {
            ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.OFF);
        }
    }

    FuzzedNode(Role role) {
        TestNode.Options options = new TestNode.Options();
        options.role = role;
        options.clock = clock;
        options.session = new PairSession(NODE);
        options.logBytes = 1 << 14;
        options.inboxBytes = 1 << 13;
        if (role == Role.PRIMARY) {
            assertTrue(options.session.bind(SESSION));
        }
        options.transport =
                new Transport("memory", LocalIoHandler.newFactory(), () -> server = new MemoryServer(), this::dialled);
        node = new TestNode(options);
        limits = node.setup.limits();
    }

    private MemoryChannel dialled() {
        MemoryChannel channel = MemoryChannel.dialled();
        channels.add(channel);
        return channel;
    }

    /** Somebody connects to the node. */
    MemoryChannel connect() {
        MemoryChannel channel = server.connect();
        channels.add(channel);
        return channel;
    }

    /** The youngest connection. */
    MemoryChannel last() {
        return channels.getLast();
    }

    /** Bytes per read from now on. */
    void pieces(int bytes) {
        pieceBytes = Math.max(1, bytes);
    }

    /** One duty cycle, then the checks. */
    void step() {
        for (int i = 0; i < channels.size(); i++) {
            channels.get(i).poll(pieceBytes);
        }
        node.channel.doWork();
        checkInbox();
        assertTrue(node.log.acknowledgedOrdinal() <= node.log.sentOrdinal(), node::toString);
        assertTrue(node.channel.pendingHandshakes() <= MAX_PENDING, node::toString);
        for (MemoryChannel channel : channels) {
            checkSent(channel.sent());
        }
        if (channels.size() > 8) {
            channels.removeIf(channel -> !channel.isOpen() && !channel.equals(channels.getLast()));
        }
    }

    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** The node's worker takes up to so many records and has executed them. */
    void consume(int most) {
        RecordInbox inbox = node.inbox;
        long end = inbox.committed();
        for (int i = 0; i < most && inbox.freed() < end; i++) {
            long position = inbox.skipGap(inbox.freed());
            if (position == end) {
                return;
            }
            inbox.free(inbox.next(position));
            node.executed.set(node.executed.get() + 1);
        }
    }

    private void checkInbox() {
        RecordInbox inbox = node.inbox;
        long end = inbox.committed();
        while (checkedPosition < end) {
            long position = inbox.skipGap(checkedPosition);
            if (position == end) {
                checkedPosition = end;
                return;
            }
            checkRecord(position);
            checkedRecords++;
            checkedPosition = inbox.next(position);
        }
    }

    private void checkRecord(long position) {
        long record = node.inbox.recordAddress(position);
        int length = RecordLayout.packetLength(record);
        int tags = RecordLayout.tagCount(record);
        int kind = RecordLayout.kind(record);
        assertTrue(checkedRecords < node.inbox.nextOrdinal(), "ordinal");
        assertTrue(node.inbox.next(position) <= node.inbox.committed(), "size");
        assertTrue(length <= limits.maxPacketBytes() && tags <= limits.maxTags(), "limits");
        assertTrue(RecordLayout.port(record) < limits.ports(), "port");
        assertTrue(
                kind == RecordLayout.KIND_PACKET
                        ? RecordLayout.timer(record) == 0
                        : kind == RecordLayout.KIND_TIMER && length == 0,
                "kind");
        for (int i = 0; i < tags; i++) {
            assertTrue(RecordLayout.ownerOf(RecordLayout.tag(record, i)) < limits.owners(), "owner");
        }
    }

    /** What the node says is well-formed. */
    private static void checkSent(ByteBuf sent) {
        if (sent.readableBytes() < FrameHeader.BYTES) {
            return;
        }
        ByteBuf direct = Unpooled.directBuffer(sent.readableBytes());
        direct.writeBytes(sent, sent.readerIndex(), sent.readableBytes());
        FrameReader reader = new FrameReader(0);
        reader.allow(0x1ff);
        try {
            int type = reader.next(direct);
            while (type != FrameType.NONE) {
                decode(type, direct, reader.length());
                sent.skipBytes(reader.length());
                reader.consume(direct);
                type = reader.next(direct);
            }
        } catch (MalformedFrameException e) {
            throw new AssertionError("the node itself sends a malformed frame", e);
        } finally {
            direct.release();
        }
    }

    private static void decode(int type, ByteBuf bytes, int length) throws MalformedFrameException {
        switch (type) {
            case FrameType.HELLO -> Hello.read(bytes, length);
            case FrameType.WELCOME -> Welcome.read(bytes);
            case FrameType.REFUSE, FrameType.GOODBYE -> Notice.read(bytes, length);
            default -> {}
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
