package io.lockstep.nf.testkit;

import java.util.Map;

/**
 * What a determinism check put the network function through.
 *
 * @param inputs packets and timer events
 * @param accesses accesses that these made
 * @param outputs packets sent
 * @param drops dropped packets by reason
 */
public record DeterminismReport(long inputs, long accesses, long outputs, Map<String, Long> drops) {
    /** Copies the map. */
    public DeterminismReport {
        drops = Map.copyOf(drops);
    }

    static DeterminismReport of(NfTestBed bed) {
        long accesses = bed.recording().stream()
                .mapToLong(record -> record.accesses.size())
                .sum();
        long outputs = bed.recording().stream()
                .mapToLong(record -> record.outcome.outputs().size())
                .sum();
        return new DeterminismReport(bed.recording().size(), accesses, outputs, bed.drops());
    }
}
