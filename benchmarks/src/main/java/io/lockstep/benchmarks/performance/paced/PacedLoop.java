package io.lockstep.benchmarks.performance.paced;

import io.lockstep.daemon.node.PacketRounds;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;

/**
 * A node's agents in turn on one thread, as with {@code threads: shared}, with a clock beside them: how long each takes, and when a round
 * takes too long. Without {@code timed} it is the daemon's round, with nothing but a look at the orders.
 *
 * <p>The main thread gives {@link Order}s; the loop takes the latest at the beginning of a round and says so.
 */
final class PacedLoop implements Agent {
    /** A longer round is a pause. */
    static final long PAUSE_NS = 50_000;

    private static final long SAMPLE_INTERVAL_NS = 1_000_000;
    private static final long ONE_MOMENT_NS = 20_000;
    private static final int MOST_TRIES = 4;

    private final Agent round;
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
        List<Agent> turns = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            turns.add(timed ? new TimedTurn(i, agents.get(i)) : agents.get(i));
        }
        List<Agent> all = new ArrayList<>();
        all.add(new PacketRounds(new CompositeAgent(turns.subList(0, packetAgents))));
        all.addAll(turns.subList(packetAgents, turns.size()));
        this.round = new CompositeAgent(all);
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
        round.onStart();
        sample();
        startNs = sampledNs;
    }

    @Override
    public int doWork() throws Exception {
        Order order = requested;
        if (order != reached) {
            follow(order);
        }
        return timed ? timedRound() : round.doWork();
    }

    @Override
    public void onClose() {
        round.onClose();
        if (thread != null) {
            thread.close();
        }
    }

    @Override
    public String roleName() {
        return "lockstep";
    }

    private int timedRound() throws Exception {
        boundaryNs = startNs;
        slowest = 0;
        slowestNs = 0;
        int work = round.doWork();
        recording.round(boundaryNs - startNs);
        if (boundaryNs - startNs > PAUSE_NS || boundaryNs - sampledNs > SAMPLE_INTERVAL_NS) {
            startNs = sampleAfterRound(slowest);
        } else {
            startNs = boundaryNs;
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

    /** One reading ends an agent's turn and begins the next one's, so that what happens in between belongs to somebody. */
    private final class TimedTurn implements Agent {
        private final int index;
        private final Agent agent;

        TimedTurn(int index, Agent agent) {
            this.index = index;
            this.agent = agent;
        }

        @Override
        public void onStart() {
            agent.onStart();
        }

        @Override
        public int doWork() throws Exception {
            int done = agent.doWork();
            long afterNs = System.nanoTime();
            long tookNs = afterNs - boundaryNs;
            recording.cycle(index, done, tookNs);
            if (tookNs > slowestNs) {
                slowest = index;
                slowestNs = tookNs;
            }
            boundaryNs = afterNs;
            return done;
        }

        @Override
        public void onClose() {
            agent.onClose();
        }

        @Override
        public String roleName() {
            return agent.roleName();
        }
    }
}
