package io.lockstep.daemon.config;

/** Which node lets a packet's output leave the pair. */
public enum ReleaseHome {
    /** The backup, once it has executed the record. */
    BACKUP,
    /** The primary, once the backup has executed the record. Not in this version: the parser refuses it. */
    PRIMARY
}
