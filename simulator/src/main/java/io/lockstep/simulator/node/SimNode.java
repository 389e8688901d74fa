package io.lockstep.simulator.node;

import io.lockstep.nf.PortInfo;
import io.lockstep.replication.BackupSeat;
import io.lockstep.replication.ChannelEndpoints;
import io.lockstep.replication.ChannelSetup;
import io.lockstep.replication.WorkerChannel;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import io.lockstep.simulator.net.Host;
import io.lockstep.simulator.net.SimIo;
import io.lockstep.simulator.net.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;

/** One running process of the pair, from its start to its end: the product's node and channels, and its agents to step. */
public final class SimNode implements Node.Environment {
    private static final int BASE_PORT = 7000;

    private final NodeSpec spec;
    private final Host host;
    private final SimPool pool;
    private final SimClock clock;
    private final SimEpochs epochs;
    private final List<List<SimPort>> queues = new ArrayList<>();
    private final NodeListener listener;
    private final Node node;
    private final List<WorkerChannel> channels = new ArrayList<>();
    private final Agent[] agents;

    /** Builds and starts a node. */
    public SimNode(
            NodeSpec spec,
            SimNetwork network,
            SimTime time,
            BufferMemory memory,
            SimEpochs epochs,
            SimPort.Wire wire,
            NodeListener listener) {
        this.spec = spec;
        this.host = network.host(spec.machine());
        this.pool = new SimPool(memory);
        this.clock = new SimClock(time, spec.monotonicOffsetNs(), spec.epochOffsetNs());
        this.listener = listener;
        this.epochs = epochs;
        int workers = spec.options().workers();
        List<int[]> chains = new ArrayList<>();
        int[] chain = new int[spec.functions().size()];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = i;
        }
        for (int port = 0; port < spec.ports().size(); port++) {
            List<SimPort> ofPort = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                ofPort.add(new SimPort(pool, wire, port, worker));
            }
            queues.add(ofPort);
            chains.add(chain);
        }
        List<PortInfo> infos = new ArrayList<>();
        spec.ports().forEach(port -> infos.add(port.info()));
        NodeFunctions functions =
                NodeFunctions.open(spec.functions(), infos, spec.options().owners());
        this.node = new Node(spec.options(), spec.ports(), chains, functions, this);
        BackupSeat seat = new BackupSeat();
        for (int worker = 0; worker < workers; worker++) {
            channels.add(channel(network, worker, seat));
        }
        List<Agent> all = new ArrayList<>();
        all.add(node.conductor());
        all.addAll(node.workers());
        all.addAll(node.owners());
        all.addAll(channels);
        all.add(epochs);
        agents = all.toArray(Agent[]::new);
        for (Agent agent : agents) {
            agent.onStart();
        }
    }

    private WorkerChannel channel(SimNetwork network, int worker, BackupSeat seat) {
        WorkerEnds ends = node.ends().get(worker);
        Host peer = network.host(1 - spec.machine());
        ChannelSetup setup = new ChannelSetup(
                worker,
                new ChannelEndpoints(host.at(BASE_PORT + worker), peer.at(BASE_PORT + worker)),
                spec.timing(),
                new RecordLimits(
                        spec.options().owners(),
                        spec.ports().size(),
                        node.functions().timers().size(),
                        spec.options().maxAccesses(),
                        BufferMemory.DATA_BYTES,
                        ends.inbox().maxRecordBytes()),
                new PairIdentity(List.of(new PairIdentity.Entry("simulated", "pair"))),
                node.term(),
                node.session(),
                seat,
                ends.log(),
                ends.inbox(),
                ends.executed(),
                ends.status(),
                clock::nanoTime);
        return new WorkerChannel(setup, new SimIo(network, host, spec.readsOnAfterEnd()).transport());
    }

    /** Bytes that a packet may have at most. */
    public static int packetBytes() {
        return BufferMemory.DATA_BYTES;
    }

    /** Where a worker's channel listens. */
    public static int channelPort(int worker) {
        return BASE_PORT + worker;
    }

    /** Number of agents. */
    public int agents() {
        return agents.length;
    }

    /** An agent's name. */
    public String agentName(int agent) {
        return agents[agent].roleName();
    }

    /** Runs one duty cycle of one agent. */
    public int step(int agent) {
        try {
            return agents[agent].doWork();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(agents[agent].roleName() + " threw", e);
        }
    }

    /** The product's node. */
    public Node node() {
        return node;
    }

    /** 0 or 1. */
    public int machine() {
        return spec.machine();
    }

    /** What the conductor says. */
    public NodeState state() {
        return node.conductor().state();
    }

    /** A queue. */
    public SimPort port(int port, int worker) {
        return queues.get(port).get(worker);
    }

    /** The machine. */
    public Host host() {
        return host;
    }

    /** How many frames each queue takes per call from now on. */
    public void portsAccept(int frames) {
        queues.forEach(ofPort -> ofPort.forEach(queue -> queue.accepts(frames)));
    }

    /** Frames that wait in the receive queues. */
    public int waiting() {
        int sum = 0;
        for (List<SimPort> ofPort : queues) {
            for (SimPort queue : ofPort) {
                sum += queue.waiting();
            }
        }
        return sum;
    }

    /** Frames that the node has received. */
    public long taken() {
        long sum = 0;
        for (List<SimPort> ofPort : queues) {
            for (SimPort queue : ofPort) {
                sum += queue.taken();
            }
        }
        return sum;
    }

    /** The first bound that is broken, as a sentence; null when all hold. */
    public String brokenBound() {
        return Bounds.firstBroken(node);
    }

    /** Closes the agents and gives all memory back. Before a crash the host is told first; then nothing of this reaches the peer. */
    public void close() {
        channels.forEach(WorkerChannel::onClose);
        node.workers().forEach(Worker::onClose);
        node.close();
    }

    @Override
    public PortQueue queue(int port, int worker) {
        return queues.get(port).get(worker);
    }

    @Override
    public SimPool pool() {
        return pool;
    }

    @Override
    public NodeClock clock() {
        return clock;
    }

    @Override
    public EpochStore epochs() {
        return epochs;
    }

    @Override
    public NodeListener nodeListener() {
        return listener;
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> {};
    }
}
