package io.lockstep.simulator.node;

import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.worker.Worker;

/** The bounds of a node's queues (I5), as they are after any step. */
final class Bounds {
    private Bounds() {}

    /** The first bound that is broken, as a sentence; null when all hold. */
    static String firstBroken(Node node) {
        int inFlight = node.options().inFlight();
        for (int worker = 0; worker < node.workers().size(); worker++) {
            WorkerEnds ends = node.ends().get(worker);
            if (ends.log().ring().bytesHeld() > ends.log().ring().capacityBytes()) {
                return "the log of worker " + worker + " holds more than its capacity";
            }
            if (ends.inbox().bytesHeld() > ends.inbox().capacityBytes()) {
                return "the inbox of worker " + worker + " holds more than its capacity";
            }
            if (node.workers().get(worker).inFlight() > inFlight) {
                return "worker " + worker + " has more inputs in flight than its limit";
            }
            if (node.workers().get(worker).held() > Worker.mostBuffersHeld(inFlight)) {
                return "worker " + worker + " holds more packets than its hold queue has places";
            }
        }
        for (StateOwner owner : node.owners()) {
            if (owner.parked() > inFlight * node.workers().size()) {
                return owner.roleName() + " has more accesses parked than there are inputs in flight";
            }
        }
        return null;
    }
}
