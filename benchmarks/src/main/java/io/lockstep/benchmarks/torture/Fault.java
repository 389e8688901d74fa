package io.lockstep.benchmarks.torture;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a round breaks, in the order in which rounds take them: the first seven are what {@code scripts/test} has the time for. */
enum Fault {
    KILL_PRIMARY(OnBackupLoss.CONTINUE, Aftermath.SURVIVES, 3, Kills::primary),
    KILL_BACKUP(OnBackupLoss.CONTINUE, Aftermath.SURVIVES, 3, Kills::backup),
    FREEZE_PRIMARY(OnBackupLoss.CONTINUE, Aftermath.SURVIVES, 4, Freezes::primary),
    CUT_SHORT(OnBackupLoss.CONTINUE, Aftermath.NOTHING_LOST, 3, Cuts::shorterThanTimeout),
    CUT_LONG_HOLD(OnBackupLoss.HOLD, Aftermath.NOTHING_LOST, 3, Cuts::longerThanTimeoutUnderHold),
    SWITCHOVER(OnBackupLoss.CONTINUE, Aftermath.NOTHING_LOST, 3, Switchovers::planned),
    LOSS_AND_REORDERING(OnBackupLoss.CONTINUE, Aftermath.NOTHING_LOST, 5, Cuts::lossAndReordering),
    KILL_BACKUP_HOLD(OnBackupLoss.HOLD, Aftermath.SILENCE, 60, Kills::backupUnderHold),
    CUT_LONG(OnBackupLoss.CONTINUE, Aftermath.SURVIVES, 3, Cuts::longerThanTimeout),
    PARTITION_PROMOTE(OnBackupLoss.HOLD, Aftermath.SURVIVES, 4, Cuts::promotionUnderHold),
    FREEZE_BACKUP(OnBackupLoss.CONTINUE, Aftermath.SURVIVES, 3, Freezes::backup);

    /** {@code replication.on-backup-loss} of a round's pair. */
    enum OnBackupLoss {
        /** The primary goes solo. */
        CONTINUE,
        /** Nothing is released until a backup is back. */
        HOLD
    }

    /** What the clients may see of it. */
    enum Aftermath {
        /** A pause, and not one message without its reply. */
        NOTHING_LOST,
        /** A pause in which datagrams get lost; every connection and mapping lives on. */
        SURVIVES,
        /** From the fault on nothing at all. */
        SILENCE
    }

    private final OnBackupLoss onBackupLoss;
    private final Aftermath aftermath;
    private final int downloadSeconds;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference without state
    private final FaultScript script;

    /** {@code downloadSeconds}: how long the download lasts beside pauses and freezes, so that it is under way when traffic has
     * to go on. */
    Fault(OnBackupLoss onBackupLoss, Aftermath aftermath, int downloadSeconds, FaultScript script) {
        this.onBackupLoss = onBackupLoss;
        this.aftermath = aftermath;
        this.downloadSeconds = downloadSeconds;
        this.script = script;
    }

    static Fault labelled(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no fault \"" + label + "\", expected one of " + labels()));
    }

    static String labels() {
        return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
    }

    String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Whether its checks hold for both homes of release, so that a round may draw one. */
    boolean isForBothHomes() {
        return aftermath == Aftermath.NOTHING_LOST || this == KILL_PRIMARY || this == FREEZE_PRIMARY;
    }

    /** Whether it takes as long as {@code --short} or its absence says. */
    boolean isFreeze() {
        return this == FREEZE_PRIMARY || this == FREEZE_BACKUP;
    }

    OnBackupLoss onBackupLoss() {
        return onBackupLoss;
    }

    Aftermath aftermath() {
        return aftermath;
    }

    int downloadSeconds() {
        return downloadSeconds;
    }

    FaultScript script() {
        return script;
    }
}
