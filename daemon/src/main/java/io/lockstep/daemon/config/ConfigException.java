package io.lockstep.daemon.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every mistake found in it. The message has one line for each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Makes one from at least one problem, in the order to be shown. */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The mistakes in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
