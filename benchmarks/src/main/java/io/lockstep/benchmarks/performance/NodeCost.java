package io.lockstep.benchmarks.performance;

/**
 * What packets cost a node: nanoseconds per packet in which its agents had work.
 *
 * @param workerNs the worker's
 * @param allNs all agents'
 * @param threadNs CPU time of the process's packet threads, spinning included
 */
record NodeCost(double workerNs, double allNs, double threadNs) {
    /** Of so many packets between two moments. */
    NodeCost(Sample from, Sample to, long packets) {
        this(
                (double) to.busyNs(from, name -> name.startsWith("worker")) / packets,
                (double) to.busyNs(from, name -> true) / packets,
                (double) (to.cpuNs() - from.cpuNs()) / packets);
    }
}
