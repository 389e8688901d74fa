package io.lockstep.runtime.node;

/**
 * The times of a planned handover, in nanoseconds.
 *
 * @param quietNs the primary stops taking packets when none came for so long: whoever sends has learnt of the backup's address
 * @param lingerNs it stops after so long in any case
 * @param timeoutNs after so long without success both sides go back to what they were
 */
public record SwitchoverTiming(long quietNs, long lingerNs, long timeoutNs) {
    /** For networks that follow a gratuitous ARP at once. */
    public static final SwitchoverTiming DEFAULT = new SwitchoverTiming(20_000_000L, 1_000_000_000L, 5_000_000_000L);
}
