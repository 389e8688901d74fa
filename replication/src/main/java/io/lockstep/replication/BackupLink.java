package io.lockstep.replication;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.HandoverWish;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.replication.wire.Progress;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import java.util.concurrent.TimeUnit;

/**
 * The backup's end of a worker's channel: dials the primary, takes records into the inbox, acknowledges what the worker has executed.
 *
 * <pre>
 *   WAITING ── pause is over ──► DIALLING ── WELCOME ──► STREAMING ── role PROMOTING ──► LEAVING
 *      ▲  ▲                          │                       │ closed, silent               │ nothing more received
 *      │  └──── no, or no answer ────┘                       ▼                              │
 *      └───────────── all complete records are in the inbox ─ DRAINING ◄────────────────────┘
 * </pre>
 *
 * <p>Run by the channel's thread; the only writer of the inbox.
 */
final class BackupLink {
    private static final int FRAMES_PER_CYCLE = 8;
    /** Executed records after which an acknowledgement waits no longer. */
    private static final int MOST_UNACKNOWLEDGED = 4096;

    private static final int STREAM_FRAMES =
            FrameType.bit(FrameType.RECORDS) | FrameType.bit(FrameType.HEARTBEAT) | FrameType.bit(FrameType.GOODBYE);

    /** Where the link stands. */
    private enum State {
        /** No connection; a backup dials when the pause is over. */
        WAITING,
        /** An attempt to connect is under way. */
        DIALLING,
        /** Records come in. */
        STREAMING,
        /** The node is being promoted: what the kernel has received is still read, nothing more. */
        LEAVING,
        /** The connection is closed; complete frames it has brought go to the inbox as room allows. */
        DRAINING
    }

    private final ChannelSetup setup;
    private final ChannelStatus status;
    private final Dialer dialer;
    private final Problems problems;
    private final InboxWriter inbox;
    private final long heartbeatIntervalNs;
    private final long ackIntervalNs;
    private final long peerTimeoutNs;
    private final long redialMinNs;
    private final long redialMaxNs;

    private State state = State.WAITING;
    private Connection connection;
    private long epoch;
    private long acknowledged;
    private long pauseNs;
    private long pauseEndNs;
    private boolean mayDialNow = true;
    private boolean asked;
    private long leavingBytes;

    BackupLink(ChannelSetup setup, Dialer dialer, Problems problems) {
        this.setup = setup;
        this.status = setup.status();
        this.dialer = dialer;
        this.problems = problems;
        this.inbox = new InboxWriter(setup.inbox(), setup.limits());
        this.heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().heartbeatIntervalMs());
        this.ackIntervalNs = TimeUnit.MICROSECONDS.toNanos(setup.timing().ackIntervalUs());
        this.peerTimeoutNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().peerTimeoutMs());
        this.redialMinNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().redialMinMs());
        this.redialMaxNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().redialMaxMs());
        this.pauseNs = redialMinNs;
    }

    /** One duty cycle. */
    int doWork(long nowNs, Term term) {
        return switch (state) {
            case WAITING -> waiting(nowNs, term);
            case DIALLING -> dialling(nowNs, term);
            case STREAMING -> streaming(nowNs, term);
            case LEAVING -> leaving(nowNs);
            case DRAINING -> draining(nowNs);
        };
    }

    /** The node stops: says so and closes. */
    void shutdown(long nowNs, Term term) {
        if (connection != null) {
            sayGoodbye(nowNs, term, NoticeCode.SHUTDOWN, "the backup stops");
            finish(nowNs);
        }
        dialer.abort();
    }

    private int waiting(long nowNs, Term term) {
        boolean pausing = !mayDialNow && nowNs - pauseEndNs < 0;
        if (term.role() != Role.BACKUP || pausing) {
            return 0;
        }
        dialer.dial(nowNs, Hellos.of(setup, term, inbox.nextOrdinal()));
        state = State.DIALLING;
        return 1;
    }

    private int dialling(long nowNs, Term term) {
        if (term.role() != Role.BACKUP) {
            dialer.abort();
            pause(nowNs);
            return 1;
        }
        Dialer.Outcome outcome = dialer.doWork(nowNs);
        switch (outcome) {
            case PENDING -> {
                if (dialer.isConnected() && status.state() == ChannelState.DISCONNECTED) {
                    status.state(ChannelState.HANDSHAKE);
                }
                return 0;
            }
            case WELCOMED -> welcomed(nowNs, term, dialer.welcome());
            case REFUSED -> {
                Notice notice = dialer.notice();
                if (notice.code() == NoticeCode.STALE_EPOCH || notice.role() != Role.PRIMARY) {
                    status.epochSeen(notice.epoch());
                }
                if (notice.code() == NoticeCode.NEEDS_TRANSFER) {
                    status.leftBehind(true);
                }
                if (notice.code() == NoticeCode.HANDED_OVER && setup.session().get() != null) {
                    status.handedOver(true);
                }
                problems.report(
                        nowNs, "the peer at " + setup.endpoints().peer() + " refuses this backup: " + notice.text());
                pause(nowNs);
            }
            case FAILED -> {
                problems.report(nowNs, dialer.problem());
                pause(nowNs);
            }
        }
        return 1;
    }

    private void welcomed(long nowNs, Term term, Welcome welcome) {
        connection = dialer.takeConnection();
        String objection = objectionTo(welcome, term);
        if (objection != null) {
            problems.report(nowNs, objection);
            finish(nowNs);
            return;
        }
        // First the flag, then the role: a conductor that promotes at this moment either sees the flag, or is seen
        // here.
        status.inboundComplete(false);
        if (setup.term().get().role() != Role.BACKUP || !setup.session().bind(welcome.session())) {
            if (setup.term().get().role() == Role.BACKUP) {
                problems.report(nowNs, otherSession(welcome));
            }
            finish(nowNs);
            return;
        }
        stream(nowNs, welcome);
    }

    private void stream(long nowNs, Welcome welcome) {
        connection.allow(STREAM_FRAMES);
        epoch = welcome.epoch();
        acknowledged = -1;
        state = State.STREAMING;
        status.peerNodeId(welcome.nodeId());
        status.epochSeen(welcome.epoch());
        status.leftBehind(false);
        status.handedOver(false);
        asked = false;
        status.lastHeardNs(nowNs);
        status.countConnection();
        status.state(ChannelState.STREAMING);
        problems.info("attached to primary " + welcome.nodeId() + " at " + connection.remote() + ", epoch "
                + welcome.epoch() + ", from record " + welcome.nextOrdinal());
    }

    private String objectionTo(Welcome welcome, Term term) {
        if (welcome.epoch() < term.epoch()) {
            return "the primary is of epoch " + welcome.epoch() + " and this backup knows epoch " + term.epoch()
                    + ": the primary is stale";
        }
        if (welcome.nextOrdinal() != inbox.nextOrdinal()) {
            return "the primary wants to go on at record " + welcome.nextOrdinal() + ", this backup asked for "
                    + inbox.nextOrdinal();
        }
        if (setup.session().get() != null && !setup.session().get().equals(welcome.session())) {
            return otherSession(welcome);
        }
        return null;
    }

    private String otherSession(Welcome welcome) {
        return "the primary runs session " + welcome.session().sessionId()
                + ", this backup holds the state of another: promote this backup, or restart it empty";
    }

    private int streaming(long nowNs, Term term) {
        int work = receive(nowNs);
        if (state != State.STREAMING) {
            return work;
        }
        if (term.role() != Role.BACKUP) {
            return leave(nowNs, term);
        }
        if (term.epoch() > epoch) {
            close(
                    nowNs,
                    term,
                    NoticeCode.STALE_EPOCH,
                    "epoch " + term.epoch() + " exists, this primary is of " + epoch);
            return 1;
        }
        work += acknowledge(nowNs) + wish(nowNs, term);
        checkSilence(nowNs, term);
        return work;
    }

    /** Takes what has come into the inbox and watches for the end of the connection. */
    private int receive(long nowNs) {
        long bytes = connection.noteReceived(nowNs);
        if (bytes > 0) {
            status.lastHeardNs(nowNs);
        }
        boolean gone = connection.isClosed();
        int work = frames(nowNs);
        if (connection == null) {
            return work;
        }
        if (gone) {
            problems.report(
                    nowNs,
                    "the connection to the primary at " + connection.remote() + " ended: " + connection.problem());
            state = State.DRAINING;
            status.state(ChannelState.DISCONNECTED);
            return work + 1;
        }
        connection.controlReading(nowNs);
        return work;
    }

    private int frames(long nowNs) {
        int frames = 0;
        try {
            while (frames < FRAMES_PER_CYCLE && frame()) {
                frames++;
            }
        } catch (MalformedFrameException e) {
            problems.malformed(
                    nowNs, "the primary at " + connection.remote() + " sent a malformed frame: " + e.getMessage());
            sayGoodbye(nowNs, setup.term().get(), NoticeCode.MALFORMED, e.getMessage());
            finish(nowNs);
        }
        inbox.publish();
        return frames;
    }

    /** Uses one frame; false when there is none, or the inbox is full. */
    private boolean frame() throws MalformedFrameException {
        int type = connection.nextFrame();
        if (type == FrameType.NONE || (type == FrameType.RECORDS && !inbox.take(connection, epoch))) {
            return false;
        }
        if (type == FrameType.HEARTBEAT) {
            checkHeartbeat();
        } else if (type == FrameType.GOODBYE) {
            onGoodbye(Notice.read(connection.bytes(), connection.frameLength()));
        }
        connection.consumeFrame();
        return true;
    }

    private void checkHeartbeat() throws MalformedFrameException {
        long named = Progress.heartbeatEpoch(connection.bytes());
        long nextOrdinal = Progress.heartbeatOrdinal(connection.bytes());
        if (named != epoch || nextOrdinal != inbox.nextOrdinal()) {
            throw new MalformedFrameException("HEARTBEAT of epoch " + named + " at record " + nextOrdinal
                    + ", expected epoch " + epoch + " at record " + inbox.nextOrdinal());
        }
    }

    private void onGoodbye(Notice notice) {
        status.epochSeen(notice.epoch());
        if (notice.code() == NoticeCode.SOLO) {
            status.leftBehind(true);
        }
        if (notice.code() == NoticeCode.HANDED_OVER) {
            status.handedOver(true); // everything before this frame is in the inbox
        }
        connection.close("it said goodbye (" + notice.code() + "): " + notice.text());
    }

    private int acknowledge(long nowNs) {
        long executed = setup.executed().get();
        long silentNs = nowNs - connection.lastSentNs();
        boolean due = executed == acknowledged
                ? silentNs >= heartbeatIntervalNs
                : silentNs >= ackIntervalNs || executed - acknowledged >= MOST_UNACKNOWLEDGED;
        if (!due || !connection.canSend()) {
            return 0;
        }
        if (executed == acknowledged) {
            Progress.heartbeat(connection.frame(), setup.worker(), epoch, executed);
        } else {
            Progress.ack(connection.frame(), setup.worker(), executed);
        }
        connection.send(nowNs);
        acknowledged = executed;
        return 1;
    }

    private int wish(long nowNs, Term term) {
        if (term.wantsHandover() == asked || !connection.canSend()) {
            return 0;
        }
        asked = term.wantsHandover();
        HandoverWish.write(connection.frame(), setup.worker(), epoch, asked);
        connection.send(nowNs);
        return 1;
    }

    private void checkSilence(long nowNs, Term term) {
        if (connection.isReading() && nowNs - connection.lastHeardNs() >= peerTimeoutNs) {
            String sentence = "nothing heard from the primary for "
                    + TimeUnit.NANOSECONDS.toMillis(nowNs - connection.lastHeardNs()) + " ms";
            problems.report(nowNs, sentence);
            close(nowNs, term, NoticeCode.TIMEOUT, sentence);
        }
    }

    private int leave(long nowNs, Term term) {
        switch (term.role()) {
            case PROMOTING, PRIMARY -> {
                sayGoodbye(nowNs, term, NoticeCode.PROMOTED, "this backup is being promoted to epoch " + term.epoch());
                leavingBytes = 0;
                state = State.LEAVING;
            }
            case DIVERGED -> close(nowNs, term, NoticeCode.DIVERGED, "this backup has diverged: " + term.reason());
            default -> close(nowNs, term, NoticeCode.FENCED, "this node is " + term.role() + ": " + term.reason());
        }
        return 1;
    }

    private int leaving(long nowNs) {
        long bytes = connection.noteReceived(nowNs);
        boolean wasReading = connection.isReading();
        boolean gone = connection.isClosed();
        leavingBytes += bytes;
        int work = frames(nowNs);
        if (connection == null) {
            return work;
        }
        connection.controlReading(nowNs);
        boolean allRead = (wasReading && bytes == 0) || leavingBytes >= connection.kernelBufferBytes();
        if (gone || allRead) {
            connection.close();
            state = State.DRAINING;
            status.state(ChannelState.DISCONNECTED);
        }
        return work + 1;
    }

    private int draining(long nowNs) {
        int frames = frames(nowNs);
        if (connection == null || frames == FRAMES_PER_CYCLE || inbox.isWaitingForRoom()) {
            return frames;
        }
        finish(nowNs);
        return frames + 1;
    }

    /** Ends the connection from this side; what it has brought still goes to the inbox. */
    private void close(long nowNs, Term term, NoticeCode code, String text) {
        sayGoodbye(nowNs, term, code, text);
        connection.close();
        state = State.DRAINING;
        status.state(ChannelState.DISCONNECTED);
    }

    private void sayGoodbye(long nowNs, Term term, NoticeCode code, String text) {
        connection.sendNotice(
                nowNs, FrameType.GOODBYE, setup.worker(), new Notice(code, term.role(), term.epoch(), text));
    }

    /** The connection is of no more use: gives it back and says that all it brought is in the inbox. */
    private void finish(long nowNs) {
        if (nowNs - connection.startedNs() >= peerTimeoutNs) {
            pauseNs = redialMinNs; // it held for a while: no need to be shy
        }
        connection.release();
        connection = null;
        inbox.forget();
        status.inboundComplete(true);
        pause(nowNs);
    }

    private void pause(long nowNs) {
        state = State.WAITING;
        status.state(ChannelState.DISCONNECTED);
        mayDialNow = false;
        pauseEndNs = nowNs + pauseNs;
        pauseNs = Math.min(2 * pauseNs, redialMaxNs);
    }
}
