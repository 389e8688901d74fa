package io.lockstep.benchmarks.performance.paced;

import java.util.List;

/** Why a round through the agents took too long: what filled at least half of it. */
public enum PauseCause {
    /** The JVM held all threads to collect garbage. */
    GARBAGE_COLLECTION("garbage collection"),
    /** The JVM held all threads for something else. */
    SAFEPOINT("another safepoint"),
    /** Another thread of this machine had the core: the scheduler's run delay. */
    RUN_DELAY("another thread had the core"),
    /** The thread was neither running nor waiting for another one: the hypervisor had the core, or the kernel made the thread wait. */
    OFF_CPU("stolen by the host"),
    /**
     * The thread ran, as far as the kernel knows: packets, system calls, interrupts on top of them, and the hypervisor where it does not
     * tell that it has had the core.
     */
    OWN_WORK("running, says the kernel");

    private final String label;

    PauseCause(String label) {
        this.label = label;
    }

    /** In words. */
    public String label() {
        return label;
    }

    /**
     * The cause of a pause. Times that the thread's figures tell are of a stretch that may begin up to a millisecond before the pause, and
     * in which no other pause lies.
     */
    public static PauseCause of(Pause pause, List<Safepoint> safepoints) {
        long half = pause.durationNs() / 2;
        for (Safepoint safepoint : safepoints) {
            if (safepoint.overlapNs(pause) >= half) {
                return safepoint.collects() ? GARBAGE_COLLECTION : SAFEPOINT;
            }
        }
        if (pause.runDelayNs() >= half) {
            return RUN_DELAY;
        }
        return ran(pause.durationNs(), pause.sampleNs(), pause.cpuNs(), pause.runDelayNs()) ? OWN_WORK : OFF_CPU;
    }

    /** Whether the thread ran for more than half of a pause, with its figures as in {@link Pause}. Allocates nothing. */
    static boolean ran(long durationNs, long sampleNs, long cpuNs, long runDelayNs) {
        long half = durationNs / 2;
        return runDelayNs < half && sampleNs - cpuNs - runDelayNs < half;
    }
}
