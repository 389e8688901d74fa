package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ExecutedOrdinal;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.role.TermHolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import org.agrona.concurrent.NanoClock;

/** A node cut down to one channel, and a worker played by the test: everything runs on the test's thread. */
final class TestNode implements AutoCloseable {
    static final PairIdentity IDENTITY = new PairIdentity(
            List.of(new PairIdentity.Entry("workers", "1"), new PairIdentity.Entry("nat config digest", "cafe")));
    /** Nobody listens there: port 1 of the loopback. */
    static final InetSocketAddress NOWHERE = loopback(1);

    /** Milliseconds between heartbeats of a node with default options. */
    static final int HEARTBEAT_MS = 50;

    final RecordRing logRing;
    final ReplicationLog log;
    final RecordInbox inbox;
    final ExecutedOrdinal executed = new ExecutedOrdinal();
    final ChannelStatus status = new ChannelStatus();
    final PairSession session;
    final TermHolder term;
    final WorkerChannel channel;
    final TestRecords records;
    final ChannelSetup setup;

    /** What a test may want to be different. */
    static final class Options {
        Role role = Role.BACKUP;
        long epoch = 1;
        int worker = 0;
        InetSocketAddress peer = NOWHERE;
        PairIdentity identity = IDENTITY;
        PairSession session = new PairSession(UUID.randomUUID());
        BackupSeat seat = new BackupSeat();
        ChannelTiming timing = new ChannelTiming(HEARTBEAT_MS, 0, 2000, 2000, 1, 4, 20, 4);
        NanoClock clock = System::nanoTime;
        TestRecords records = new TestRecords(1, 200);
        int logBytes = 1 << 20;
        int inboxBytes = 1 << 20;
        Transport transport = Transport.best();
    }

    TestNode(Options options) {
        logRing = new RecordRing(options.logBytes);
        log = new ReplicationLog(logRing);
        inbox = new RecordInbox(options.inboxBytes);
        session = options.session;
        records = options.records;
        term = new TermHolder(
                new Term(options.role, options.epoch, options.role == Role.PRIMARY, false, false, "test"));
        if (options.role == Role.PRIMARY && session.get() == null) {
            session.bind(new PairSession.Bound(UUID.randomUUID(), 42));
        }
        setup = new ChannelSetup(
                options.worker,
                new ChannelEndpoints(loopback(0), options.peer),
                options.timing,
                TestRecords.limits(inbox),
                options.identity,
                term,
                session,
                options.seat,
                log,
                inbox,
                executed,
                status,
                options.clock);
        channel = new WorkerChannel(setup, options.transport);
        channel.onStart();
    }

    static TestNode primary() {
        Options options = new Options();
        options.role = Role.PRIMARY;
        return new TestNode(options);
    }

    static TestNode backupOf(InetSocketAddress peer) {
        Options options = new Options();
        options.peer = peer;
        return new TestNode(options);
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    InetSocketAddress address() {
        return channel.localAddress();
    }

    void role(Role role, long epoch, boolean acceptsBackup) {
        term.set(new Term(role, epoch, acceptsBackup, false, false, "test"));
    }

    void term(Term next) {
        term.set(next);
    }

    /** The primary's worker receives one packet; false when the log is full. */
    boolean produce() {
        long position = logRing.claim(records.maxRecordBytes());
        if (position == RecordRing.FULL) {
            return false;
        }
        long ordinal = logRing.nextOrdinal() - 1;
        logRing.commit(position, records.write(logRing.recordAddress(position), ordinal));
        logRing.publish();
        return true;
    }

    /** The backup's worker takes up to so many records, checks each byte, and executes it. Returns how many. */
    int consume(int most) {
        long position = inbox.freed();
        long end = inbox.committed();
        int count = 0;
        while (position < end && count < most) {
            position = inbox.skipGap(position);
            if (position == end) {
                break;
            }
            check(position);
            position = inbox.next(position);
            inbox.free(position);
            executed.set(executed.get() + 1);
            count++;
        }
        return count;
    }

    private void check(long position) {
        assertTrue(executed.get() < inbox.nextOrdinal(), "ordinal of the next record in the inbox");
        byte[] bytes = new byte[(int) (inbox.next(position) - position)];
        Memory.copyOut(inbox.recordAddress(position), bytes, 0, bytes.length);
        assertArrayEquals(records.expected(executed.get()), bytes, "record " + executed.get());
    }

    boolean isStreaming() {
        return status.state() == ChannelState.STREAMING;
    }

    @Override
    public void close() {
        channel.onClose();
        logRing.close();
        inbox.close();
    }

    @Override
    public String toString() {
        return term.get().role() + " " + status.state() + ": connections " + status.connections() + ", refused "
                + status.refusedConnections() + ", malformed " + status.malformedFrames() + ", sent "
                + log.sentOrdinal() + ", acknowledged " + log.acknowledgedOrdinal() + ", in the inbox "
                + inbox.nextOrdinal() + ", executed " + executed.get() + ", inbound complete "
                + status.inboundComplete() + ", epoch seen " + status.highestEpochSeen() + ", problem \""
                + status.lastProblem() + "\"";
    }
}
