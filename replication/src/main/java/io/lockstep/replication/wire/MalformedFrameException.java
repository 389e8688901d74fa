package io.lockstep.replication.wire;

/**
 * Bytes that are no frame of this protocol. Ends the connection that brought them.
 *
 * <p>Without a stack trace: a flood of rubbish must stay cheap, and the message says which field is wrong.
 */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one; the message names the field, its value and what was expected. */
    public MalformedFrameException(String message) {
        super(message, null, false, false);
    }
}
