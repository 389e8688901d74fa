package io.lockstep.daemon.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of one file. Used by one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String message) {
        found.add(new Problem(place, message));
    }

    void add(ValueException problem) {
        add(problem.place(), problem.getMessage());
    }

    /** Throws when there is any, with all of them in the order of the file. */
    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.stream().sorted(Comparator.comparing(Problem::place)).toList());
        }
    }

    List<Problem> found() {
        return List.copyOf(found);
    }
}
