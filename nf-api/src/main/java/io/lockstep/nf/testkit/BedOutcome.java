package io.lockstep.nf.testkit;

import java.util.List;

/**
 * What became of an input.
 *
 * @param verdict in words, with the port or the drop reason
 * @param outputs emitted packets and the packet itself if it was forwarded, in sending order
 */
record BedOutcome(String verdict, List<Output> outputs) {
    BedOutcome {
        outputs = List.copyOf(outputs);
    }
}
