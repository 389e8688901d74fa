package io.lockstep.runtime.node;

import io.lockstep.runtime.replication.ReplicationLog;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a connected backup has executed nothing although records wait for it. Conductor thread, no allocation but the sentence. */
final class BackupProgress {
    private final List<WorkerEnds> ends;
    private final long[] acknowledged;
    private final long[] sinceNs;

    BackupProgress(List<WorkerEnds> ends) {
        this.ends = ends;
        this.acknowledged = new long[ends.size()];
        this.sinceNs = new long[ends.size()];
    }

    /** Nothing before this moment counts. */
    void restart(long nowNs) {
        Arrays.fill(sinceNs, nowNs);
    }

    /** The longest such time of any worker; 0 when the backup goes on everywhere. */
    long stalledNs(long nowNs) {
        long longest = 0;
        for (int i = 0; i < acknowledged.length; i++) {
            ReplicationLog log = ends.get(i).log();
            long ordinal = log.acknowledgedOrdinal();
            if (ordinal != acknowledged[i] || log.ring().bytesHeld() == 0) {
                acknowledged[i] = ordinal;
                sinceNs[i] = nowNs;
            }
            longest = Math.max(longest, nowNs - sinceNs[i]);
        }
        return longest;
    }

    /** What the operator should know. */
    String sentence(long nowNs) {
        for (int i = 0; i < acknowledged.length; i++) {
            if (nowNs - sinceNs[i] >= stalledNs(nowNs)) {
                return "the backup is connected and has executed nothing for "
                        + TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs[i]) + " ms: worker " + i + " waits for record "
                        + acknowledged[i];
            }
        }
        return "the backup lags";
    }
}
