package io.lockstep.benchmarks.performance.paced;

import io.lockstep.daemon.node.PacketRounds;
import java.util.List;
import org.agrona.concurrent.Agent;

/**
 * A node's agents in turn on one thread, as with {@code threads: shared}, with a clock beside them: how long each takes, and when a round
 * takes too long. Without {@code timed} it is the plain round, with nothing but a look at the orders.
 *
 * <p>The main thread gives {@link Order}s; the loop takes the latest at the beginning of a round and says so.
 */
final class PacedLoop implements Agent {
    /** A longer round is a pause. */
    static final long PAUSE_NS = 50_000;

    private static final long SAMPLE_INTERVAL_NS = 1_000_000;
    private static final long ONE_MOMENT_NS = 20_000;
    private static final int MOST_TRIES = 4;

    private final Agent[] agents;
    private final int packetAgents;
    private final List<PacedSource> sources;
    private final List<StampSink> sinks;
    private final int core;
    private final boolean timed;

    private LinuxThread thread;
    private Recording recording;
    private long startNs;
    private long boundaryNs;
    private int slowest;
    private long slowestNs;
    private long sampledNs;
    private long cpuNs;
    private long runDelayNs;

    private volatile Order requested;
    private volatile Order reached;

    /** A core below 0: not pinned. The first recording is the ports' as well. */
    PacedLoop(
            List<Agent> agents,
            int packetAgents,
            List<PacedSource> sources,
            List<StampSink> sinks,
            Recording recording,
            int core,
            boolean timed) {
        this.agents = agents.toArray(Agent[]::new);
        this.packetAgents = packetAgents;
        this.sources = sources;
        this.sinks = sinks;
        this.recording = recording;
        this.core = core;
        this.timed = timed;
    }

    /** Main thread: asks for something else from now on. */
    void request(Order order) {
        requested = order;
    }

    /** Whether an order is being followed, so that the recording of the one before is complete. Any thread. */
    boolean follows(Order order) {
        return reached == order;
    }

    @Override
    public void onStart() {
        if (core >= 0) {
            LinuxThread.pin(core);
        }
        thread = new LinuxThread();
        for (Agent agent : agents) {
            agent.onStart();
        }
        sample();
        startNs = sampledNs;
    }

    @Override
    public int doWork() throws Exception {
        Order order = requested;
        if (order != reached) {
            follow(order);
        }
        return timed ? timedRound() : round();
    }

    @Override
    public void onClose() {
        for (Agent agent : agents) {
            agent.onClose();
        }
        if (thread != null) {
            thread.close();
        }
    }

    @Override
    public String roleName() {
        return "lockstep";
    }

    private int round() throws Exception {
        int work = 0;
        int done = 1;
        for (int round = 0; round < PacketRounds.MOST_ROUNDS && done > 0; round++) {
            done = 0;
            for (int i = 0; i < packetAgents; i++) {
                done += agents[i].doWork();
            }
            work += done;
        }
        for (int i = packetAgents; i < agents.length; i++) {
            work += agents[i].doWork();
        }
        return work;
    }

    private int timedRound() throws Exception {
        boundaryNs = startNs;
        slowest = 0;
        slowestNs = 0;
        int work = 0;
        int done = 1;
        for (int round = 0; round < PacketRounds.MOST_ROUNDS && done > 0; round++) {
            done = timedTurns(0, packetAgents);
            work += done;
        }
        work += timedTurns(packetAgents, agents.length);
        recording.round(boundaryNs - startNs);
        if (boundaryNs - startNs > PAUSE_NS || boundaryNs - sampledNs > SAMPLE_INTERVAL_NS) {
            startNs = sampleAfterRound(slowest);
        } else {
            startNs = boundaryNs;
        }
        return work;
    }

    /** One reading ends an agent's turn and begins the next one's, so that what happens in between belongs to somebody. */
    private int timedTurns(int from, int to) throws Exception {
        int work = 0;
        for (int i = from; i < to; i++) {
            int done = agents[i].doWork();
            long afterNs = System.nanoTime();
            long tookNs = afterNs - boundaryNs;
            recording.cycle(i, done, tookNs);
            if (tookNs > slowestNs) {
                slowest = i;
                slowestNs = tookNs;
            }
            boundaryNs = afterNs;
            work += done;
        }
        return work;
    }

    /** Reads the thread's figures; the round, with the reading, is a pause where it was too long. Returns when the next one begins. */
    private long sampleAfterRound(int slowest) {
        long sampledBefore = sampledNs;
        long cpuBefore = cpuNs;
        long delayBefore = runDelayNs;
        sample();
        if (sampledNs - startNs > PAUSE_NS) {
            recording
                    .pauses()
                    .add(
                            startNs,
                            sampledNs - startNs,
                            sampledNs - sampledBefore,
                            cpuNs - cpuBefore,
                            runDelayNs - delayBefore,
                            slowest);
        }
        return sampledNs;
    }

    /** Clock and figures must be of one moment: where the thread lost its core in between, they are read again. */
    private void sample() {
        long fromNs;
        int tries = 0;
        do {
            fromNs = System.nanoTime();
            cpuNs = thread.cpuNs();
            runDelayNs = thread.runDelayNs();
            sampledNs = System.nanoTime();
            tries++;
        } while (sampledNs - fromNs > ONE_MOMENT_NS && tries < MOST_TRIES);
    }

    private void follow(Order order) {
        recording = order.recording();
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).record(recording);
        }
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).record(recording);
        }
        if (order.changesPace()) {
            long nowNs = System.nanoTime();
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).pace(nowNs, order.packetsPerSecond());
            }
        }
        reached = order;
    }
}
