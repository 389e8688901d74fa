package io.lockstep.daemon.config;

/** What a primary does when its backup is lost. */
public enum BackupLoss {
    /** Goes solo: releases by itself, loudly unprotected. */
    CONTINUE,
    /** Releases nothing until a backup is back. */
    HOLD
}
