package io.lockstep.benchmarks.performance.paced;

import java.io.Serializable;

/**
 * What one agent of a node took in one window, by the wall clock.
 *
 * @param name role name, such as {@code worker-0}
 * @param busyNs time of the duty cycles that did something
 * @param busyCycles their number
 * @param idleNs time of those that found nothing to do
 */
public record AgentTime(String name, long busyNs, long busyCycles, long idleNs) implements Serializable {}
