package io.lockstep.benchmarks.performance;

import io.lockstep.replication.BackupSeat;
import io.lockstep.replication.ChannelEndpoints;
import io.lockstep.replication.ChannelSetup;
import io.lockstep.replication.ChannelTiming;
import io.lockstep.replication.WorkerChannel;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ExecutedOrdinal;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.role.TermHolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;

/** One end of a worker's replication channel, as a node has it, without the node. Belongs to the thread that runs its channel. */
final class ChannelEnd implements AutoCloseable {
    /** Bytes of the log and of the inbox: what a node has by default. */
    private static final int LOG_BYTES = 16 << 20;

    private static final int MAX_PACKET_BYTES = 2_048;
    private static final int MAX_TAGS = 8;
    private static final long EPOCH = 1;

    final ReplicationLog log = new ReplicationLog(new RecordRing(LOG_BYTES));
    final RecordInbox inbox = new RecordInbox(LOG_BYTES);
    final ExecutedOrdinal executed = new ExecutedOrdinal();
    final WorkerChannel channel;
    private final ChannelStatus status = new ChannelStatus();

    private ChannelEnd(Term term, InetSocketAddress listen, InetSocketAddress peer) {
        PairSession session = new PairSession(UUID.randomUUID());
        if (term.acceptsBackup()) {
            session.bind(new PairSession.Bound(UUID.randomUUID(), 1));
        }
        channel = new WorkerChannel(new ChannelSetup(
                0,
                new ChannelEndpoints(listen, peer),
                ChannelTiming.DEFAULT,
                new RecordLimits(1, 1, 0, MAX_TAGS, MAX_PACKET_BYTES, inbox.maxRecordBytes()),
                new PairIdentity(List.of()),
                new TermHolder(term),
                session,
                new BackupSeat(),
                log,
                inbox,
                executed,
                status,
                System::nanoTime));
    }

    /** The sending end. */
    static ChannelEnd primary(int ownPort, int peerPort) {
        return new ChannelEnd(Term.primary(EPOCH, true, "measured"), loopback(ownPort), loopback(peerPort));
    }

    /** The receiving end, which dials. */
    static ChannelEnd backup(int ownPort, int peerPort) {
        return new ChannelEnd(Term.backup(EPOCH, "measured"), loopback(ownPort), loopback(peerPort));
    }

    boolean isStreaming() {
        return status.state() == ChannelState.STREAMING;
    }

    /** What went wrong last, for messages. */
    String problem() {
        return status.state() + " " + status.lastProblem();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Gives the rings' memory back; the channel is closed by its own thread. */
    @Override
    public void close() {
        log.ring().close();
        inbox.close();
    }
}
