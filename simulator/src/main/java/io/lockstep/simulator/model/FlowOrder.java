package io.lockstep.simulator.model;

import java.util.HashMap;
import java.util.Map;

/**
 * With one state owner, packets of one queue that make equally many accesses and leave by the same port leave in the order in which
 * they came, whichever node releases them: they go the same way through the same rings.
 */
final class FlowOrder {
    private final Map<Long, Long> last = new HashMap<>();

    void released(String node, ModelInput input, int arrivedAt, int leavesBy) {
        long flow = ((input.worker * 2L + arrivedAt) * 2 + leavesBy) * 64 + input.accesses();
        Long before = last.put(flow, input.id);
        if (before != null && before > input.id) {
            throw new Violation("I2: " + node + " releases " + Names.input(input.id) + " after " + Names.input(before)
                    + ", which came after it and made as many accesses");
        }
    }
}
