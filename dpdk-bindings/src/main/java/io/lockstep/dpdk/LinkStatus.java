package io.lockstep.dpdk;

/**
 * The link as the driver last saw it.
 *
 * @param up whether frames can pass
 * @param speedMbps megabits per second; 0 unknown
 * @param fullDuplex both directions at once
 * @param autonegotiated agreed on with the other end
 */
public record LinkStatus(boolean up, long speedMbps, boolean fullDuplex, boolean autonegotiated) {}
