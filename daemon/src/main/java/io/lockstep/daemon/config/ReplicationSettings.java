package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Scalar;
import io.lockstep.runtime.role.ReleaseHome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Section {@code replication}: how the node meets its peer.
 *
 * @param listen where worker 0's channel listens; worker <i>w</i> adds <i>w</i> to the port
 * @param peer where the peer's worker 0 listens
 * @param release which node lets output leave
 * @param logMb bytes of each worker's replication log in MiB, a power of two
 * @param heartbeat how often a channel without traffic says that it lives
 * @param peerTimeout after how much silence the peer counts as lost
 * @param onBackupLoss what a primary does without its backup
 * @param lagTimeout after how long without progress a connected backup counts as lost
 * @param waitForBackup how long a starting primary waits for its backup before it serves; empty: forever; zero: not at all
 * @param digestInterval how often a piece of each owner's state is compared; empty: never
 */
public record ReplicationSettings(
        Endpoint listen,
        Endpoint peer,
        ReleaseHome release,
        int logMb,
        Duration heartbeat,
        Duration peerTimeout,
        BackupLoss onBackupLoss,
        Duration lagTimeout,
        Optional<Duration> waitForBackup,
        Optional<Duration> digestInterval) {
    private static final Duration MAX_WAIT = Duration.ofDays(1);
    private static final Duration MAX_DIGEST_INTERVAL = Duration.ofHours(1);

    /** Bytes of each worker's replication log. */
    public int logBytes() {
        return logMb << 20;
    }

    static ReplicationSettings read(Section replication) {
        return new ReplicationSettings(
                replication.required("listen", "host:port of this node's worker 0", Values::endpoint),
                replication.required("peer", "host:port of the peer's worker 0", Values::endpoint),
                replication.read(
                        "release", ReleaseHome.BACKUP, value -> Values.choice(value, List.of(ReleaseHome.values()))),
                replication.read("log-mb", 16, value -> Values.powerOfTwo(value, 1, 1024)),
                replication.read(
                        "heartbeat",
                        Duration.ofMillis(100),
                        value -> Values.duration(value, Duration.ofMillis(1), Duration.ofSeconds(10))),
                replication.read(
                        "peer-timeout",
                        Duration.ofSeconds(1),
                        value -> Values.duration(value, Duration.ofMillis(10), Duration.ofMinutes(5))),
                replication.read(
                        "on-backup-loss",
                        BackupLoss.CONTINUE,
                        value -> Values.choice(value, List.of(BackupLoss.values()))),
                replication.read(
                        "lag-timeout",
                        Duration.ofSeconds(3),
                        value -> Values.duration(value, Duration.ofMillis(10), Duration.ofMinutes(5))),
                replication.read("wait-for-backup", Optional.empty(), ReplicationSettings::waitForBackup),
                replication.read(
                        "digest-interval", Optional.of(Duration.ofMillis(100)), ReplicationSettings::digestInterval));
    }

    private static Optional<Duration> digestInterval(YamlValue value) throws ValueException {
        if (value instanceof Scalar scalar && scalar.text().equals("none")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Values.duration(value, Duration.ofMillis(1), MAX_DIGEST_INTERVAL));
        } catch (ValueException e) {
            throw new ValueException(
                    e.place(), e.getMessage().replace("expected a duration", "expected none or a duration"));
        }
    }

    private static Optional<Duration> waitForBackup(YamlValue value) throws ValueException {
        String word = value instanceof Scalar scalar ? scalar.text() : "";
        if (word.equals("forever")) {
            return Optional.empty();
        }
        if (word.equals("none")) {
            return Optional.of(Duration.ZERO);
        }
        try {
            return Optional.of(Values.duration(value, Duration.ZERO, MAX_WAIT));
        } catch (ValueException e) {
            throw new ValueException(
                    e.place(), e.getMessage().replace("expected a duration", "expected forever, none or a duration"));
        }
    }
}
