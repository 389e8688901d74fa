package io.lockstep.daemon.node;

import io.lockstep.daemon.config.IdleMode;
import io.lockstep.daemon.config.NodeSettings;
import io.lockstep.daemon.config.ThreadMode;
import io.lockstep.runtime.node.Node;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Runs a node's agents: each on a thread and core of its own, or all on one.
 *
 * <p>Every thread registers with DPDK, so that it has a cache of the buffer pool. An agent that throws ends the process: a node in an
 * unknown state must not release anything, and its backup holds the state.
 */
final class AgentThreads implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_MS = 5_000;
    private static final int SPINS = 100;
    /** Who yields to a busy thread on its core waits out that one's time slice, some milliseconds; who sleeps has the core when it wakes. */
    private static final int NO_YIELDS = 0;

    private static final long SHORTEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final List<AgentThread> threads = new ArrayList<>();
    private final List<AgentActivity> activities = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();

    private record AgentThread(String name, OptionalInt core, CycleClock clock, Agent agent) {}

    /** Plans the threads; {@link #start} starts them. */
    AgentThreads(NodeSettings settings, Node node, List<? extends Agent> channels) {
        if (settings.threads() == ThreadMode.SHARED) {
            planShared(settings, node, channels);
            return;
        }
        for (int i = 0; i < settings.owners(); i++) {
            plan(node.owners().get(i), "owner-" + i, settings.ownerCore(i), settings.idle());
        }
        for (int i = 0; i < channels.size(); i++) {
            plan(channels.get(i), "channel-" + i, settings.channelCore(i), settings.idle());
        }
        for (int i = 0; i < settings.workers(); i++) {
            plan(node.workers().get(i), "worker-" + i, settings.workerCore(i), settings.idle());
        }
        plan(node.conductor(), "conductor", OptionalInt.empty(), IdleMode.BACKOFF);
    }

    private void planShared(NodeSettings settings, Node node, List<? extends Agent> channels) {
        CycleClock clock = new CycleClock(SystemNanoClock.INSTANCE, idleStrategy(settings.idle()));
        List<Agent> packets = new ArrayList<>();
        node.workers().forEach(worker -> packets.add(metered(worker, clock)));
        node.owners().forEach(owner -> packets.add(metered(owner, clock)));
        List<Agent> all = new ArrayList<>();
        all.add(new PacketRounds(new CompositeAgent(packets)));
        channels.forEach(channel -> all.add(metered(channel, clock)));
        all.add(metered(node.conductor(), clock));
        threads.add(new AgentThread("lockstep", settings.workerCore(0), clock, new CompositeAgent(all)));
    }

    private void plan(Agent agent, String name, OptionalInt core, IdleMode idle) {
        CycleClock clock = new CycleClock(SystemNanoClock.INSTANCE, idleStrategy(idle));
        threads.add(new AgentThread(name, core, clock, metered(agent, clock)));
    }

    private Agent metered(Agent agent, CycleClock clock) {
        AgentActivity activity = new AgentActivity(agent.roleName());
        activities.add(activity);
        return new MeteredAgent(agent, clock, activity);
    }

    /** Starts all agents. */
    void start(ErrorHandler onError) {
        for (AgentThread thread : threads) {
            AgentRunner runner =
                    new AgentRunner(thread.clock, onError, null, new DpdkThreadAgent(thread.agent, thread.core));
            runners.add(runner);
            // Netty keeps its buffers per thread, and without garbage only on threads of its own kind.
            AgentRunner.startOnThread(runner, task -> new FastThreadLocalThread(task, thread.name));
        }
    }

    /** How busy each agent is. Any thread. */
    List<AgentActivity> activities() {
        return activities;
    }

    private static IdleStrategy idleStrategy(IdleMode mode) {
        return mode == IdleMode.BUSY_SPIN
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy(SPINS, NO_YIELDS, SHORTEST_PARK_NS, LONGEST_PARK_NS);
    }

    /** Stops all agents that were started, the conductor first, owners last. */
    @Override
    public void close() {
        for (AgentRunner runner : runners.reversed()) {
            runner.close(CLOSE_TIMEOUT_MS, thread -> {
                throw new IllegalStateException("thread " + thread.getName() + " does not stop");
            });
        }
    }
}
