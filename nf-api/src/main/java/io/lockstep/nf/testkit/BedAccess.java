package io.lockstep.nf.testkit;

import java.util.Objects;
import java.util.Optional;

/**
 * One access as it ran: its tag (owner, sequence number), what it was, and what it read and left in the value slots.
 *
 * @param operation class of the access: one place in the source
 */
record BedAccess(
        int owner,
        long sequence,
        String variable,
        Class<?> operation,
        BedSlots arguments,
        BedSlots results,
        String failure) {

    /** Says what another run of the same access did otherwise. */
    Optional<String> firstDifference(BedAccess other) {
        if (!variable.equals(other.variable)) {
            return Optional.of("it goes to variable " + variable + " against " + other.variable);
        }
        if (operation != other.operation) {
            return Optional.of(
                    "it is another operation: " + operation.getName() + " against " + other.operation.getName());
        }
        return arguments
                .firstDifference(other.arguments)
                .map(difference -> "its arguments differ: " + difference)
                .or(() -> results.firstDifference(other.results).map(difference -> "its results differ: " + difference))
                .or(() -> Objects.equals(failure, other.failure)
                        ? Optional.empty()
                        : Optional.of("it throws " + failure + " against " + other.failure));
    }
}
