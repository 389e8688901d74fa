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

    private final List<AgentThread> threads = new ArrayList<>();
    private final List<AgentActivity> activities = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();

    private record AgentThread(String name, OptionalInt core, CycleClock clock, Agent agent) {}

    /** Plans the threads; {@link #start} starts them. */
    AgentThreads(NodeSettings settings, Node node, List<? extends Agent> channels) {
        if (settings.threads() == ThreadMode.SHARED) {
            List<Agent> all = new ArrayList<>();
            all.addAll(node.workers());
            all.addAll(node.owners());
            all.addAll(channels);
            all.add(node.conductor());
            plan(all, "lockstep", settings.workerCore(0), settings.idle());
            return;
        }
        for (int i = 0; i < settings.owners(); i++) {
            plan(List.of(node.owners().get(i)), "owner-" + i, settings.ownerCore(i), settings.idle());
        }
        for (int i = 0; i < channels.size(); i++) {
            plan(List.of(channels.get(i)), "channel-" + i, settings.channelCore(i), settings.idle());
        }
        for (int i = 0; i < settings.workers(); i++) {
            plan(List.of(node.workers().get(i)), "worker-" + i, settings.workerCore(i), settings.idle());
        }
        plan(List.of(node.conductor()), "conductor", OptionalInt.empty(), IdleMode.BACKOFF);
    }

    private void plan(List<? extends Agent> agents, String name, OptionalInt core, IdleMode idle) {
        CycleClock clock = new CycleClock(SystemNanoClock.INSTANCE, idleStrategy(idle));
        List<Agent> metered = new ArrayList<>();
        for (Agent agent : agents) {
            AgentActivity activity = new AgentActivity(agent.roleName());
            activities.add(activity);
            metered.add(new MeteredAgent(agent, clock, activity));
        }
        Agent all = metered.size() == 1 ? metered.getFirst() : new CompositeAgent(metered);
        threads.add(new AgentThread(name, core, clock, all));
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
                : new BackoffIdleStrategy(
                        100, 20, TimeUnit.MICROSECONDS.toNanos(20), TimeUnit.MICROSECONDS.toNanos(500));
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
