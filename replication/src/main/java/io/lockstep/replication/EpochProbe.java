package io.lockstep.replication;

import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import java.util.concurrent.TimeUnit;

/**
 * A primary without a backup asks its peer, about once a second, whether there is a higher epoch. The answer is always a REFUSE, and
 * names the peer's epoch; the connection then closes. {@code docs/wire-protocol.md}, section "Epoch discovery".
 *
 * <p>That nobody answers is normal and no problem to report.
 */
final class EpochProbe {
    private final ChannelSetup setup;
    private final Dialer dialer;
    private final Problems problems;
    private final long intervalNs;
    private boolean asking;
    private boolean started;
    private long nextNs;

    EpochProbe(ChannelSetup setup, Dialer dialer, Problems problems) {
        this.setup = setup;
        this.dialer = dialer;
        this.problems = problems;
        this.intervalNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().probeIntervalMs());
    }

    /** Asks when it is time. While the node is primary and has no backup. */
    int doWork(long nowNs, Term term) {
        if (asking) {
            return hear(nowNs, term);
        }
        if (started && nowNs - nextNs < 0) {
            return 0;
        }
        started = true;
        nextNs = nowNs + intervalNs;
        dialer.dial(nowNs, Hellos.of(setup, term, 0));
        asking = true;
        return 1;
    }

    /** The backup has gone: asks at once, it may be primary. */
    void askNow() {
        started = false;
    }

    /** Stops asking: the node has a backup, or is no longer primary. */
    void stop() {
        if (asking) {
            dialer.abort();
            asking = false;
        }
    }

    private int hear(long nowNs, Term term) {
        Dialer.Outcome outcome = dialer.doWork(nowNs);
        if (outcome == Dialer.Outcome.PENDING) {
            return 0;
        }
        if (outcome == Dialer.Outcome.REFUSED) {
            onAnswer(nowNs, term, dialer.notice());
        }
        setup.status().countProbe();
        stop();
        return 1;
    }

    private void onAnswer(long nowNs, Term term, Notice notice) {
        noteEpoch(notice);
        boolean rival = notice.role() == Role.PRIMARY && notice.epoch() >= term.epoch();
        boolean usual = notice.code() == NoticeCode.NOT_PRIMARY || notice.code() == NoticeCode.PRIMARY_HERE;
        if (rival || !usual) {
            problems.report(nowNs, "the peer at " + setup.endpoints().peer() + " says: " + notice.text());
        }
    }

    /** One that is backup now was started anew if it knows a higher epoch: the same as if its HELLO had come first. */
    private void noteEpoch(Notice notice) {
        if (notice.role() == Role.BACKUP) {
            setup.status().freshBackupEpochSeen(notice.epoch());
        } else {
            setup.status().epochSeen(notice.epoch());
        }
    }
}
