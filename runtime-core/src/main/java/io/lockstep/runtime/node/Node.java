package io.lockstep.runtime.node;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.link.PortLink;
import io.lockstep.runtime.memory.MemoryDigest;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.owner.AccessRings;
import io.lockstep.runtime.owner.Divergence;
import io.lockstep.runtime.owner.DrainBarrier;
import io.lockstep.runtime.owner.OwnerMode;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import io.lockstep.runtime.role.TermHolder;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.runtime.worker.WorkerSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A node, put together: workers, owners, conductor, and for each worker the ends that its replication channel plugs into. Starts no
 * thread; whoever builds it runs the agents, on threads or step by step.
 */
public final class Node implements AutoCloseable {
    private final NodeOptions options;
    private final NodeFunctions functions;
    private final TermHolder term;
    private final PairSession session;
    private final AccessRings rings;
    private final List<PortLink> links;
    private final List<Worker> workers = new ArrayList<>();
    private final List<StateOwner> owners = new ArrayList<>();
    private final List<StateCheck> checks;
    private final List<WorkerEnds> ends = new ArrayList<>();
    private final List<WorkerCounters> counters = new ArrayList<>();
    private final Conductor conductor;

    /** The outside of a node: how it reaches ports, buffers, clocks and listeners. */
    public interface Environment {
        /** The queue pair of a worker on a port. */
        PortQueue queue(int port, int worker);

        /** The buffer pool. */
        BufferPool pool();

        /** The clocks. */
        NodeClock clock();

        /** Where epochs outlive the node. */
        EpochStore epochs();

        /** Told of state changes. */
        NodeListener nodeListener();

        /** Told of exceptions in network functions. */
        FaultListener faultListener();

        /** How memory is brought into the cache ahead of its use. */
        default Prefetcher prefetcher() {
            return Prefetcher.NONE;
        }
    }

    /**
     * Builds a node.
     *
     * @param ports in order of index
     * @param chains for each port the indexes of the functions that its packets pass
     * @param functions opened; the node closes them
     */
    public Node(
            NodeOptions options,
            List<LinkSettings> ports,
            List<int[]> chains,
            NodeFunctions functions,
            Environment environment) {
        this.options = options;
        this.functions = functions;
        boolean primary = options.startRole() == Role.PRIMARY;
        EpochStore epochs = environment.epochs();
        this.term = new TermHolder(firstTerm(primary, epochs.loaded()));
        this.session = new PairSession(UUID.randomUUID());
        if (primary) {
            session.bind(new PairSession.Bound(UUID.randomUUID(), options.secret()));
        }
        this.checks = StateCheck.ofOwners(options.owners(), functions.variables());
        if (options.digestIntervalNs() > 0) {
            MemoryDigest.warmUp();
        }
        this.links = ports.stream().map(PortLink::new).toList();
        Divergence divergence = new Divergence();
        this.rings = new AccessRings(options.workers(), options.owners(), options.inFlight());
        DrainBarrier barrier = new DrainBarrier(options.workers(), options.owners());
        for (int owner = 0; owner < options.owners(); owner++) {
            owners.add(new StateOwner(
                    owner,
                    options.workers(),
                    options.inFlight(),
                    rings,
                    primary ? OwnerMode.LIVE : OwnerMode.REPLAY,
                    barrier,
                    divergence,
                    environment.prefetcher()));
        }
        for (int worker = 0; worker < options.workers(); worker++) {
            WorkerEnds end = WorkerEnds.create(options.logBytes());
            WorkerCounters counts = new WorkerCounters(ports.size(), functions.reasonCount());
            List<PortQueue> queues = new ArrayList<>();
            for (int port = 0; port < ports.size(); port++) {
                queues.add(environment.queue(port, worker));
            }
            ends.add(end);
            counters.add(counts);
            workers.add(new Worker(new WorkerSetup(
                    worker,
                    options.release(),
                    options.owners(),
                    options.inFlight(),
                    options.maxAccesses(),
                    links,
                    queues,
                    chains,
                    checks,
                    options.digestIntervalNs(),
                    environment.pool(),
                    functions,
                    rings,
                    end.log(),
                    end.inbox(),
                    end.executed(),
                    session,
                    counts,
                    environment.clock(),
                    barrier,
                    divergence,
                    environment.faultListener())));
        }
        this.conductor = new Conductor(new NodeControls(
                options,
                environment.clock(),
                term,
                epochs,
                session,
                workers,
                owners,
                ends,
                divergence,
                this::receivedPackets,
                environment.nodeListener()));
    }

    /** How the node was built. */
    public NodeOptions options() {
        return options;
    }

    /** The role and epoch. */
    public TermHolder term() {
        return term;
    }

    /** The node's identity and session. */
    public PairSession session() {
        return session;
    }

    /** Workers by index. */
    public List<Worker> workers() {
        return workers;
    }

    /** State owners by index. */
    public List<StateOwner> owners() {
        return owners;
    }

    /** Comparisons of the owners' states with the other node's, by owner. */
    public List<StateCheck> checks() {
        return checks;
    }

    /** What each worker shares with its channel, by worker. */
    public List<WorkerEnds> ends() {
        return ends;
    }

    /** Each worker's counters. */
    public List<WorkerCounters> counters() {
        return counters;
    }

    /** Layer 2 of the ports, by index. */
    public List<PortLink> links() {
        return links;
    }

    /** The network functions. */
    public NodeFunctions functions() {
        return functions;
    }

    /** The conductor. */
    public Conductor conductor() {
        return conductor;
    }

    /** A primary that knows of a higher epoch than its own takes no backup before that is settled. */
    private static Term firstTerm(boolean primary, StoredEpochs stored) {
        if (!primary) {
            return Term.backup(Math.max(1, stored.seen()), "started");
        }
        boolean current = stored.seen() == stored.epoch();
        return Term.primary(
                Math.max(1, stored.epoch()),
                current,
                current
                        ? "started"
                        : "started; epoch " + stored.seen()
                                + " is known from before: waits for a backup without state");
    }

    private long receivedPackets() {
        long sum = 0;
        for (WorkerCounters counts : counters) {
            sum += counts.receivedTotal();
        }
        return sum;
    }

    /** Frees what the node holds. All agents have stopped and were closed. */
    @Override
    public void close() {
        functions.close();
        rings.close();
        ends.forEach(WorkerEnds::close);
    }
}
