package io.lockstep.nf;

import java.time.Duration;
import java.util.List;

/** What a network function is given, and what it declares, while it opens. Not to be kept afterwards. */
public interface NfSetup {
    /** The instance's name in the configuration. */
    String name();

    /** The instance's own section of the configuration. */
    NfConfig config();

    /** All ports of the node, by index. */
    List<PortInfo> ports();

    /** Number of state owners of the node, at least 1. */
    int owners();

    /** Declares a shared variable on the owner that the configuration names for this function (default 0). */
    <S> SharedVariable<S> shared(String name, StateFactory<S> factory);

    /** Declares a shared variable on the given owner, 0 to {@link #owners()} - 1. */
    <S> SharedVariable<S> shared(String name, int owner, StateFactory<S> factory);

    /** Declares a timer that fires on worker 0 about every {@code interval}; returns its number for {@code onTimer}. */
    int timer(String name, Duration interval);

    /**
     * Declares a reason for dropping packets. It is counted and shown as {@code <instance>.<name>}.
     *
     * @param name lower case words joined with hyphens, for example {@code pool-empty}
     * @param description one sentence for the operator: what happened and what to do
     */
    DropReason dropReason(String name, String description);
}
