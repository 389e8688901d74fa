package io.lockstep.simulator.model;

import java.util.HashMap;
import java.util.Map;

/** Everything that has left the pair, by either node: each output of an input at most once (I4). */
final class Released {
    private final Map<Long, String[]> byInput = new HashMap<>();
    private int count;

    void add(String node, long id, int output) {
        String[] releasers = byInput.computeIfAbsent(id, unused -> new String[ModelInput.OUTPUTS]);
        if (releasers[output] != null) {
            throw new Violation("I4: " + node + " releases output " + output + " of " + Names.input(id) + ", which "
                    + releasers[output] + " has released before");
        }
        releasers[output] = node;
        count++;
    }

    /** Who has released an output, or null. */
    String releaser(long id, int output) {
        String[] releasers = byInput.get(id);
        return releasers == null ? null : releasers[output];
    }

    int count() {
        return count;
    }
}
