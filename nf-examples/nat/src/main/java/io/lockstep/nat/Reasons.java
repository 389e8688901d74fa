package io.lockstep.nat;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfSetup;
import java.util.EnumMap;
import java.util.Map;

/** The declared drop reasons, by {@link Reason}. Immutable. */
final class Reasons {
    private final Map<Reason, DropReason> declared = new EnumMap<>(Reason.class);

    Reasons(NfSetup setup) {
        for (Reason reason : Reason.values()) {
            declared.put(reason, setup.dropReason(reason.counter(), reason.description()));
        }
    }

    DropReason of(Reason reason) {
        return declared.get(reason);
    }
}
