package io.lockstep.replication;

import io.lockstep.runtime.replication.ChannelStatus;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a channel's problems go: all into the status, some into the log. A flood of strangers must not become a flood of log
 * lines, so there is at most one line a second, and the same sentence again only after half a minute.
 *
 * <p>Used by the channel's thread, on rare paths.
 */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerChannel.class);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REPEAT_NS = TimeUnit.SECONDS.toNanos(30);

    private final ChannelStatus status;
    private final int worker;
    private String lastLogged = "";
    private long lastLoggedNs;
    private long suppressed;

    Problems(ChannelStatus status, int worker) {
        this.status = status;
        this.worker = worker;
    }

    /** Something worth an operator's eye has happened. */
    void report(long nowNs, String sentence) {
        status.lastProblem(sentence);
        long sinceNs = nowNs - lastLoggedNs;
        boolean first = lastLogged.isEmpty();
        if (!first && (sinceNs < INTERVAL_NS || (sentence.equals(lastLogged) && sinceNs < REPEAT_NS))) {
            suppressed++;
            return;
        }
        if (suppressed > 0) {
            LOG.warn("channel {}: {} ({} more problems since the last line)", worker, sentence, suppressed);
        } else {
            LOG.warn("channel {}: {}", worker, sentence);
        }
        lastLogged = sentence;
        lastLoggedNs = nowNs;
        suppressed = 0;
    }

    /** A connection was turned away. */
    void refused(long nowNs, String sentence) {
        status.countRefused();
        report(nowNs, sentence);
    }

    /** A frame could not be decoded. */
    void malformed(long nowNs, String sentence) {
        status.countMalformed();
        report(nowNs, sentence);
    }

    /** Something that goes as it should. At most twice per connection. */
    void info(String sentence) {
        LOG.info("channel {}: {}", worker, sentence);
    }
}
