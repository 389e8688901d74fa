package io.lockstep.runtime.worker;

import io.lockstep.runtime.role.ReleaseHome;

/** What becomes of an input's output at the verdict. Follows from mode and {@link ReleaseHome}; settled when the mode changes. */
enum OutputFate {
    /** This node sends it. */
    SEND,
    /** This node keeps it in the {@link HoldQueue} and sends it later. */
    HOLD,
    /** The other node sends it. */
    LEAVE,
    /** Nobody sends it: the old primary may have done so before it died, and an output is released at most once. */
    TAKEOVER,
    /** Nobody sends it: this node may release nothing more. */
    DISCARD
}
