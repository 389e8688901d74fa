package io.lockstep.simulator.model;

/** What a node may do, as an operator would see it. */
public enum Regime {
    /** Backup: replays its primary's records and releases their output. */
    REPLAYING,
    /** Backup on its way to primary: replays what it has received. */
    PROMOTING,
    /** Primary with a backup, or waiting for one to come (back): releases only what the backup has executed. */
    PROTECTED,
    /** Primary without a backup: releases by itself, known to be unprotected. */
    ALONE,
    /** Fenced or diverged: releases nothing. */
    STOPPED
}
