package io.lockstep.runtime.worker;

import io.lockstep.runtime.nf.NodeTimer;

/** Fires the node's timers on worker 0 of the primary, as inputs without a packet. Worker thread only. */
final class TimerInput {
    private final NodeTimer[] timers;
    private final long[] dueNs;
    private long earliestNs = Long.MAX_VALUE;

    TimerInput(NodeTimer[] timers) {
        this.timers = timers;
        this.dueNs = new long[timers.length];
    }

    /** The node has become primary: every timer first fires one interval from now. */
    void arm(long nowNs) {
        for (int i = 0; i < timers.length; i++) {
            dueNs[i] = nowNs + timers[i].intervalNs();
        }
        findEarliest();
    }

    /** Starts what is due. A timer that is late fires once and not for every interval that it missed. */
    int poll(PortInput input, boolean streaming, long nowNs, long secret) {
        if (nowNs < earliestNs) {
            return 0;
        }
        int work = 0;
        for (int i = 0; i < timers.length; i++) {
            if (nowNs >= dueNs[i] && input.startTimer(i, streaming, nowNs, secret)) {
                dueNs[i] = nowNs + timers[i].intervalNs();
                work++;
            }
        }
        findEarliest();
        return work;
    }

    private void findEarliest() {
        earliestNs = Long.MAX_VALUE;
        for (long due : dueNs) {
            earliestNs = Math.min(earliestNs, due);
        }
    }
}
