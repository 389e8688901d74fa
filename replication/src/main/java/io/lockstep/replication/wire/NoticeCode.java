package io.lockstep.replication.wire;

/** Why a side refuses or ends a connection. Numbers never change meaning. {@code docs/wire-protocol.md}, section "Codes". */
public enum NoticeCode {
    /** A code of a later version; the notice's text still says why. */
    UNKNOWN(0),
    /** HELLO does not start with the magic. */
    BAD_MAGIC(1),
    /** The two sides speak different protocol versions. */
    VERSION(2),
    /** HELLO names another worker than the channel's. */
    WRONG_WORKER(3),
    /** The dialled node is no primary. */
    NOT_PRIMARY(4),
    /** The dialler knows a higher epoch: the dialled node is the stale one. */
    STALE_EPOCH(5),
    /** The nodes do not run the same thing; the text names the difference. */
    IDENTITY(6),
    /** Another backup is attached. */
    SECOND_BACKUP(7),
    /** The backup holds the state of another session than this primary's. */
    OTHER_SESSION(8),
    /** The record that the backup wants next is no longer in the log: only a bulk copy of the state could help. */
    NEEDS_TRANSFER(9),
    /** Answer to a primary that dials to learn of a higher epoch, by another primary. */
    PRIMARY_HERE(10),
    /** HELLO cannot be decoded or asks for the impossible. */
    MALFORMED_HELLO(11),

    /** The node stops. */
    SHUTDOWN(101),
    /** The backup's state differs from the primary's. */
    DIVERGED(102),
    /** The backup is being promoted. */
    PROMOTED(103),
    /** The node has learnt of a higher epoch. */
    FENCED(104),
    /** The same node has come back on a newer connection. */
    REPLACED(105),
    /** The receiver of this notice has sent bytes that are no frame; the text says what is wrong with them. */
    MALFORMED(106),
    /** The primary has gone solo and keeps no log. */
    SOLO(107),
    /** The receiver of this notice was silent for longer than the peer timeout. */
    TIMEOUT(108),
    /** The primary has stopped because its backup asked for it, and the backup has executed everything. Also refuses. */
    HANDED_OVER(109);

    private static final NoticeCode[] VALUES = values();

    private final int number;

    NoticeCode(int number) {
        this.number = number;
    }

    /** Number on the wire. */
    public int number() {
        return number;
    }

    static NoticeCode of(int number) {
        for (NoticeCode code : VALUES) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }
}
