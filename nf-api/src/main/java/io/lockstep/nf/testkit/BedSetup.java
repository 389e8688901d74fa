package io.lockstep.nf.testkit;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.SharedVariable;
import io.lockstep.nf.StateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a network function is given while it opens; collects what it declares. */
final class BedSetup implements NfSetup {
    private static final Pattern REASON_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final BedSpec spec;
    private final MapConfig config;
    private final Map<String, BedVariable<?>> variables = new LinkedHashMap<>();
    private final List<BedTimer> timers = new ArrayList<>();
    private final Set<DropReason> reasons = new HashSet<>();
    private boolean complete;

    BedSetup(BedSpec spec) {
        this.spec = spec;
        this.config = new MapConfig(spec.name(), spec.config(), spec.ports());
    }

    /** Called when the function has opened: it declares nothing more, and keys it has not asked for are refused. */
    void complete() {
        complete = true;
        config.refuseUnknownKeys();
    }

    Map<String, BedVariable<?>> variables() {
        return variables;
    }

    List<BedTimer> timers() {
        return timers;
    }

    Set<DropReason> reasons() {
        return reasons;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public NfConfig config() {
        return config;
    }

    @Override
    public List<PortInfo> ports() {
        return spec.ports();
    }

    @Override
    public int owners() {
        return spec.owners();
    }

    @Override
    public <S> SharedVariable<S> shared(String name, StateFactory<S> factory) {
        return shared(name, spec.variableOwner(), factory);
    }

    @Override
    public <S> SharedVariable<S> shared(String name, int owner, StateFactory<S> factory) {
        checkOpening("shared variable " + name);
        if (owner < 0 || owner >= spec.owners()) {
            throw new IllegalArgumentException("shared variable " + name + ": owner " + owner
                    + " does not exist; the node has owners 0 to " + (spec.owners() - 1));
        }
        if (variables.containsKey(name)) {
            throw new IllegalArgumentException("shared variable " + name + " is declared twice");
        }
        BedVariable<S> variable = new BedVariable<>(name, owner, factory);
        variables.put(name, variable);
        return variable;
    }

    @Override
    public int timer(String name, Duration interval) {
        checkOpening("timer " + name);
        if (interval.isZero() || interval.isNegative()) {
            throw new IllegalArgumentException("timer " + name + ": interval " + interval + " is not more than 0");
        }
        timers.add(new BedTimer(name, interval));
        return timers.size() - 1;
    }

    @Override
    public DropReason dropReason(String name, String description) {
        checkOpening("drop reason " + name);
        if (!REASON_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "drop reason '" + name + "' is not lower case words joined with hyphens");
        }
        DropReason reason = new BedDropReason(spec.name() + "." + name, description);
        reasons.add(reason);
        return reason;
    }

    private void checkOpening(String declared) {
        if (complete) {
            throw new IllegalStateException(declared + " is declared after the function has opened");
        }
    }
}
