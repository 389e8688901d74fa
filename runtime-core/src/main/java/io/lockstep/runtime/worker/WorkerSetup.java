package io.lockstep.runtime.worker;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.link.PortLink;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.owner.AccessRings;
import io.lockstep.runtime.owner.Divergence;
import io.lockstep.runtime.owner.DrainBarrier;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.replication.ExecutedOrdinal;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordInbox;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.ReleaseHome;
import java.util.List;

/**
 * Everything that a worker is made of.
 *
 * @param index the worker's number, from 0
 * @param release which node of the pair lets output leave
 * @param owners number of state owners
 * @param inFlight contexts, a power of two
 * @param maxAccesses most accesses of one input
 * @param links layer 2 of the ports, by port
 * @param queues the worker's own queue pairs, by port
 * @param checks comparisons of the owners' states, by owner
 * @param checkIntervalNs how often worker 0 of a protected primary makes one of each, 0: never
 * @param chains for each port the functions that its packets pass, in order
 */
public record WorkerSetup(
        int index,
        ReleaseHome release,
        int owners,
        int inFlight,
        int maxAccesses,
        List<PortLink> links,
        List<PortQueue> queues,
        List<int[]> chains,
        List<StateCheck> checks,
        long checkIntervalNs,
        BufferPool pool,
        NodeFunctions functions,
        AccessRings rings,
        ReplicationLog log,
        RecordInbox inbox,
        ExecutedOrdinal executed,
        PairSession session,
        WorkerCounters counters,
        NodeClock clock,
        DrainBarrier barrier,
        Divergence divergence,
        FaultListener faults) {}
