package io.lockstep.replication;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.UUID;

/**
 * What the dialled node thinks of a HELLO. {@code docs/wire-protocol.md}, section "What the dialled node checks": the checks and their
 * order are the ones there.
 *
 * <p>Says no, or has attached the backup: then the log stands at the wanted record and the seat is entered.
 */
final class HelloCheck {
    private final ChannelSetup setup;

    HelloCheck(ChannelSetup setup) {
        this.setup = setup;
    }

    /** A refusal for what can be said before the HELLO frame at the reader index is decoded; empty when it can be. */
    Optional<Notice> beforeDecoding(ByteBuf buffer, Term term) {
        if (!Hello.hasMagic(buffer)) {
            return no(NoticeCode.BAD_MAGIC, term, "HELLO does not carry the magic of Lockstep's replication protocol");
        }
        int version = Hello.version(buffer);
        if (version != FrameHeader.VERSION) {
            return no(
                    NoticeCode.VERSION,
                    term,
                    "this node speaks replication protocol version " + FrameHeader.VERSION + ", the dialler speaks "
                            + version + ": run the same release on both");
        }
        return Optional.empty();
    }

    /** The refusal of a HELLO that cannot be decoded. */
    Notice undecodable(MalformedFrameException e, Term term) {
        return new Notice(NoticeCode.MALFORMED_HELLO, term.role(), term.epoch(), e.getMessage());
    }

    /**
     * Checks a HELLO.
     *
     * @param attached the node that this channel is connected to, or null
     * @return the refusal, or empty: the caller now attaches the backup, replacing an older connection of the same node
     */
    Optional<Notice> check(Hello hello, Term term, UUID attached) {
        if (hello.worker() != setup.worker()) {
            return no(
                    NoticeCode.WRONG_WORKER,
                    term,
                    "this is the channel of worker " + setup.worker() + ", the dialler is worker " + hello.worker()
                            + ": check the base ports");
        }
        Optional<String> difference = setup.identity().differenceTo(hello.identity());
        PairSession.Bound session = setup.session().get();
        boolean ofThisPair = difference.isEmpty() || isSession(hello, session);
        if (ofThisPair) {
            noteEpoch(hello);
        }
        if (term.handedOver() && isSession(hello, session) && hello.role() == Role.BACKUP) {
            return no(NoticeCode.HANDED_OVER, term, term.reason());
        }
        if (term.role() != Role.PRIMARY || session == null) {
            return no(NoticeCode.NOT_PRIMARY, term, "this node is " + term.role() + ", not a primary");
        }
        if (hello.role() == Role.PRIMARY) {
            return no(NoticeCode.PRIMARY_HERE, term, bothPrimary(hello, term));
        }
        if (hello.role() != Role.BACKUP) {
            return no(NoticeCode.MALFORMED_HELLO, term, "a node that is " + hello.role() + " has nothing to ask for");
        }
        long known = Math.max(setup.status().highestEpochSeen(), setup.status().freshBackupEpoch());
        long highest = Math.max(known, ofThisPair ? hello.epoch() : 0);
        if (highest > term.epoch()) {
            return no(
                    NoticeCode.STALE_EPOCH,
                    term,
                    "this primary is of epoch " + term.epoch() + " and epoch " + highest
                            + " has been seen: it is stale");
        }
        if (difference.isPresent()) {
            return no(NoticeCode.IDENTITY, term, "the nodes do not run the same thing: " + difference.get());
        }
        return checkBackup(hello, term, session, attached);
    }

    private Optional<Notice> checkBackup(Hello hello, Term term, PairSession.Bound session, UUID attached) {
        if (attached != null && !attached.equals(hello.nodeId())) {
            return no(NoticeCode.SECOND_BACKUP, term, "backup " + attached + " is attached; a pair has one");
        }
        if (hello.sessionId().isPresent() && !isSession(hello, session)) {
            return no(
                    NoticeCode.OTHER_SESSION,
                    term,
                    "this primary started anew and lacks the state the backup holds (session "
                            + hello.sessionId().get() + ", here " + session.sessionId()
                            + "): promote the backup, or restart it empty");
        }
        if (hello.sessionId().isEmpty() && hello.nextOrdinal() != 0) {
            return no(
                    NoticeCode.MALFORMED_HELLO,
                    term,
                    "a backup without a session asks for record " + hello.nextOrdinal() + ", expected 0");
        }
        if (!term.acceptsBackup()) {
            return no(
                    NoticeCode.NEEDS_TRANSFER,
                    term,
                    "this primary takes no backup (" + term.reason()
                            + ") and keeps no log: the backup would need a copy of its state");
        }
        return checkResume(hello, term);
    }

    private Optional<Notice> checkResume(Hello hello, Term term) {
        BackupSeat.Entry entry = setup.seat().enter(hello.nodeId());
        if (entry == BackupSeat.Entry.TAKEN) {
            return no(NoticeCode.SECOND_BACKUP, term, "another backup is attached to a worker of this primary");
        }
        if (entry == BackupSeat.Entry.KEPT) {
            return no(
                    NoticeCode.NEEDS_TRANSFER,
                    term,
                    "another backup has executed records of this session: this one would need a copy of the state");
        }
        if (!setup.log().resumeAt(hello.nextOrdinal())) {
            setup.seat().leave();
            return no(
                    NoticeCode.NEEDS_TRANSFER,
                    term,
                    "record " + hello.nextOrdinal() + " is wanted and the log has records "
                            + setup.log().acknowledgedOrdinal() + " to "
                            + setup.log().sentOrdinal() + ": the backup would need a copy of the state");
        }
        return Optional.empty();
    }

    /** A backup without state has been started anew: what it knows of is over, but it may have been primary in that epoch. */
    private void noteEpoch(Hello hello) {
        if (hello.role() == Role.BACKUP && hello.sessionId().isEmpty()) {
            setup.status().freshBackupEpochSeen(hello.epoch());
        } else {
            setup.status().epochSeen(hello.epoch());
        }
    }

    private static String bothPrimary(Hello hello, Term term) {
        return hello.epoch() == term.epoch()
                ? "both nodes are primary of epoch " + term.epoch() + ": stop one of them and start it as backup"
                : "this node is primary of epoch " + term.epoch() + ", the dialler of epoch " + hello.epoch();
    }

    private static boolean isSession(Hello hello, PairSession.Bound session) {
        return session != null
                && hello.sessionId().isPresent()
                && hello.sessionId().get().equals(session.sessionId());
    }

    private static Optional<Notice> no(NoticeCode code, Term term, String text) {
        return Optional.of(new Notice(code, term.role(), term.epoch(), text));
    }
}
