package io.lockstep.replication;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.HandoverWish;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.replication.wire.Progress;
import io.lockstep.replication.wire.RecordsFrame;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.netty.buffer.ByteBuf;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The primary's end of a worker's channel: sends what is committed, frees what is acknowledged.
 *
 * <pre>
 *   ALONE ── a backup's HELLO passes all checks ──► STREAMING
 *     ▲                                                 │
 *     └── closed, silent, malformed, goodbye, solo ─────┘   the log stays: the backup may come back
 * </pre>
 *
 * <p>Run by the channel's thread.
 */
final class PrimaryLink {
    /** More than a worker commits between two turns of the channel, so that what has piled up gets less. */
    private static final int WRITES_PER_CYCLE = 4;

    private static final int FRAMES_PER_CYCLE = 64;
    private static final int STREAM_FRAMES = FrameType.bit(FrameType.ACK)
            | FrameType.bit(FrameType.HEARTBEAT)
            | FrameType.bit(FrameType.HANDOVER)
            | FrameType.bit(FrameType.GOODBYE);

    /** Where the link stands. */
    private enum State {
        /** No backup. */
        ALONE,
        /** A backup is attached. */
        STREAMING
    }

    private final ChannelSetup setup;
    private final ChannelStatus status;
    private final ReplicationLog log;
    private final EpochProbe probe;
    private final Problems problems;
    private final long heartbeatIntervalNs;
    private final long peerTimeoutNs;

    private State state = State.ALONE;
    private Connection connection;
    private UUID attached;
    private long epoch;
    private boolean seatKept;

    PrimaryLink(ChannelSetup setup, EpochProbe probe, Problems problems) {
        this.setup = setup;
        this.status = setup.status();
        this.log = setup.log();
        this.probe = probe;
        this.problems = problems;
        this.heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().heartbeatIntervalMs());
        this.peerTimeoutNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().peerTimeoutMs());
    }

    /** One duty cycle. */
    int doWork(long nowNs, Term term) {
        return switch (state) {
            case ALONE -> alone(nowNs, term);
            case STREAMING -> streaming(nowNs, term);
        };
    }

    /** The backup that is attached, or null. */
    UUID attached() {
        return state == State.STREAMING && !connection.isClosed() ? attached : null;
    }

    /** Takes a connection whose HELLO has passed {@link HelloCheck}: log and seat are ready for it. */
    void attach(Connection accepted, Hello hello, Term term, long nowNs) {
        probe.stop();
        if (state == State.STREAMING) {
            close(nowNs, term, NoticeCode.REPLACED, "the backup has come back on another connection");
        }
        connection = accepted;
        connection.allow(STREAM_FRAMES);
        connection.expectRecords();
        attached = hello.nodeId();
        epoch = term.epoch();
        state = State.STREAMING;
        new Welcome(setup.session().nodeId(), setup.session().get(), epoch, hello.nextOrdinal())
                .write(connection.frame(), setup.worker());
        connection.send(nowNs);
        status.peerNodeId(attached);
        status.peerDiverged(false);
        status.peerWantsHandover(false);
        status.lastHeardNs(nowNs);
        status.countConnection();
        status.state(ChannelState.STREAMING);
        problems.info("backup " + attached + " attached from " + connection.remote() + ", from record "
                + hello.nextOrdinal());
    }

    /** The node stops: says so and closes. */
    void shutdown(long nowNs, Term term) {
        probe.stop();
        if (state == State.STREAMING) {
            close(nowNs, term, NoticeCode.SHUTDOWN, "the primary stops");
        }
    }

    private int alone(long nowNs, Term term) {
        if (!term.acceptsBackup()) {
            status.countDiscarded(log.discard());
        }
        if (term.role() != Role.PRIMARY) {
            probe.stop();
            return 0;
        }
        return probe.doWork(nowNs, term);
    }

    private int streaming(long nowNs, Term term) {
        if (connection.noteReceived(nowNs) > 0) {
            status.lastHeardNs(nowNs);
        }
        boolean gone = connection.isClosed();
        int work = receive(nowNs, term);
        if (state != State.STREAMING) {
            return work;
        }
        if (gone) {
            lost(nowNs, "the connection to backup " + attached + " ended: " + connection.problem());
            return work + 1;
        }
        connection.controlReading(nowNs);
        if (!mayStream(nowNs, term)) {
            return work + 1;
        }
        return work + send(nowNs);
    }

    private boolean mayStream(long nowNs, Term term) {
        if (term.handedOver()) {
            close(nowNs, term, NoticeCode.HANDED_OVER, term.reason());
        } else if (term.role() != Role.PRIMARY) {
            close(nowNs, term, NoticeCode.FENCED, "this node is " + term.role() + ": " + term.reason());
        } else if (!term.acceptsBackup()) {
            close(nowNs, term, NoticeCode.SOLO, "this primary went solo: " + term.reason());
        } else if (nowNs - connection.lastHeardNs() >= peerTimeoutNs) {
            String sentence = "nothing heard from backup " + attached + " for "
                    + TimeUnit.NANOSECONDS.toMillis(nowNs - connection.lastHeardNs()) + " ms";
            problems.report(nowNs, sentence);
            close(nowNs, term, NoticeCode.TIMEOUT, sentence);
        }
        return state == State.STREAMING;
    }

    private int send(long nowNs) {
        int writes = 0;
        while (writes < WRITES_PER_CYCLE && connection.canSend() && sendRecords(nowNs)) {
            writes++;
        }
        if (writes == 0 && nowNs - connection.lastSentNs() >= heartbeatIntervalNs && connection.canSend()) {
            Progress.heartbeat(connection.frame(), setup.worker(), epoch, log.sentOrdinal());
            connection.send(nowNs);
            return 1;
        }
        return writes;
    }

    /** Sends what is committed, as far as one write holds it; false when there is nothing. */
    private boolean sendRecords(long nowNs) {
        ByteBuf frames = connection.frame();
        int count = 0;
        while (count < Connection.FRAMES_PER_WRITE && addBatch(frames)) {
            count++;
        }
        if (count > 0) {
            keepSeat();
            connection.write(nowNs);
        }
        return count > 0;
    }

    /** Adds a frame of committed records; false when there are none. */
    private boolean addBatch(ByteBuf frames) {
        int start = frames.writerIndex();
        long firstOrdinal = log.sentOrdinal();
        int bytes =
                log.copyCommitted(frames.memoryAddress() + start + RecordsFrame.HEADER_BYTES, RecordsFrame.BATCH_BYTES);
        if (bytes == 0) {
            return false;
        }
        RecordsFrame.wrap(frames, setup.worker(), log.copiedRecords(), firstOrdinal, epoch, bytes);
        connection.sealFrom(start);
        return true;
    }

    /** What is sent may be executed and released before any acknowledgement says so: nobody else may get it as well. */
    private void keepSeat() {
        if (!seatKept) {
            seatKept = true;
            setup.seat().executed();
        }
    }

    private int receive(long nowNs, Term term) {
        int frames = 0;
        try {
            int type = connection.nextFrame();
            while (type != FrameType.NONE && frames < FRAMES_PER_CYCLE) {
                frames++;
                onFrame(type);
                connection.consumeFrame();
                type = connection.nextFrame();
            }
        } catch (MalformedFrameException e) {
            problems.malformed(nowNs, "backup " + attached + " sent a malformed frame: " + e.getMessage());
            close(nowNs, term, NoticeCode.MALFORMED, e.getMessage());
        }
        return frames;
    }

    private void onFrame(int type) throws MalformedFrameException {
        ByteBuf bytes = connection.bytes();
        if (type == FrameType.ACK) {
            acknowledge(Progress.acknowledged(bytes));
        } else if (type == FrameType.HEARTBEAT) {
            long named = Progress.heartbeatEpoch(bytes);
            if (named != epoch) {
                throw new MalformedFrameException("HEARTBEAT of epoch " + named + ", expected " + epoch);
            }
            acknowledge(Progress.heartbeatOrdinal(bytes));
        } else if (type == FrameType.HANDOVER) {
            status.peerWantsHandover(HandoverWish.read(bytes, epoch));
        } else {
            onGoodbye(Notice.read(bytes, connection.frameLength()));
        }
    }

    private void acknowledge(long nextOrdinal) throws MalformedFrameException {
        if (!log.acknowledge(nextOrdinal)) {
            throw new MalformedFrameException("acknowledgement of all records before " + nextOrdinal + ", expected "
                    + log.acknowledgedOrdinal() + " to " + log.sentOrdinal());
        }
    }

    private void onGoodbye(Notice notice) {
        status.epochSeen(notice.epoch());
        if (notice.code() == NoticeCode.DIVERGED) {
            status.peerDiverged(true);
        }
        connection.close("it said goodbye (" + notice.code() + "): " + notice.text());
    }

    private void close(long nowNs, Term term, NoticeCode code, String text) {
        connection.sendNotice(
                nowNs, FrameType.GOODBYE, setup.worker(), new Notice(code, term.role(), term.epoch(), text));
        lost(nowNs, "");
    }

    private void lost(long nowNs, String sentence) {
        connection.release();
        connection = null;
        state = State.ALONE;
        setup.seat().leave();
        probe.askNow();
        status.peerWantsHandover(false);
        status.state(ChannelState.DISCONNECTED);
        if (!sentence.isEmpty()) {
            problems.report(nowNs, sentence);
        }
    }
}
