package io.lockstep.nat;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfSetup;

/** The declared drop reasons, by {@link Reason}. Immutable. */
final class Reasons {
    private static final Reason[] ALL = Reason.values();

    private final DropReason[] declared = new DropReason[ALL.length];

    Reasons(NfSetup setup) {
        for (Reason reason : ALL) {
            declared[reason.ordinal()] = setup.dropReason(reason.counter(), reason.description());
        }
    }

    DropReason of(Reason reason) {
        return declared[reason.ordinal()];
    }

    DropReason ofOrdinal(int ordinal) {
        return declared[ordinal];
    }

    /** The reason that an access gave as its {@linkplain Slots#status status}. */
    Reason ofStatus(int status) {
        return ALL[status - 1];
    }
}
