package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.paced.AgentTime;
import io.lockstep.benchmarks.performance.paced.Window;
import java.util.Locale;

/** The agents through which a packet goes, on either node. */
enum AgentKind {
    /** One per queue of a port. */
    WORKER,
    /** One for each part of the shared state. */
    OWNER,
    /** One per worker. */
    CHANNEL;

    /**
     * What all agents of this kind took in a window, less the reading of clocks and, for workers, the ports' own code. Times of a thread
     * that did not have its core all the time count for the share that it had.
     */
    AgentLoad load(Window window) {
        double busyNs = 0;
        long cycles = 0;
        for (AgentTime agent : window.agents()) {
            if (agent.name().startsWith(label() + "-")) {
                busyNs += agent.busyNs();
                cycles += agent.busyCycles();
            }
        }
        double ns = busyNs - cycles * window.clockNs();
        if (this == WORKER) {
            ns -= window.portNs() + window.portCalls() * window.clockNs();
        }
        return new AgentLoad(Math.max(0, ns) * Math.min(1, window.onCpuShare()), cycles, window.packets());
    }

    /** How many of them share a node's packets. */
    int count(int workers, int owners) {
        return this == OWNER ? owners : workers;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
