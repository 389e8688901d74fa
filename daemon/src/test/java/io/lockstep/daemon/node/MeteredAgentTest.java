package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;

/** Whose time a duty cycle's is. docs/cli.md, {@code agents}. */
final class MeteredAgentTest {
    private long nowNs = 1_000;
    private int clockReads;
    private final CycleClock clock = new CycleClock(
            () -> {
                clockReads++;
                return nowNs;
            },
            NoOpIdleStrategy.INSTANCE);

    @Test
    void shouldCountTheTimeOfCyclesWithWorkOnly() throws Exception {
        Scripted agent = new Scripted();
        agent.cycle(100, 3).cycle(7, 0).cycle(50, 1);
        AgentActivity activity = run(agent, 3);
        assertEquals(150, activity.busyNs());
        assertEquals(3, activity.cycles());
        assertEquals(2, activity.busyCycles());
        assertEquals(100, activity.longestCycleNs());
    }

    @Test
    void shouldShowTheLongestCycleAlsoWhenItFoundNothing() throws Exception {
        Scripted agent = new Scripted();
        agent.cycle(10, 1).cycle(5_000, 0);
        AgentActivity activity = run(agent, 2);
        assertEquals(10, activity.busyNs());
        assertEquals(5_000, activity.longestCycleNs());
    }

    @Test
    void shouldCountTimeOfIdlingForNobody() throws Exception {
        Scripted agent = new Scripted();
        agent.cycle(10, 0).cycle(20, 1);
        AgentActivity activity = new AgentActivity("worker-0");
        MeteredAgent metered = new MeteredAgent(agent, clock, activity);
        metered.onStart();
        int work = metered.doWork();
        nowNs += 400_000; // parked
        clock.idle(work);
        metered.doWork();
        assertEquals(20, activity.busyNs());
        assertEquals(20, activity.longestCycleNs());
    }

    @Test
    void shouldCountNeighboursApartWithOneClockReadEach() throws Exception {
        Scripted worker = new Scripted();
        Scripted owner = new Scripted();
        worker.cycle(100, 1).cycle(30, 0);
        owner.cycle(9, 0).cycle(40, 2);
        AgentActivity ofWorker = new AgentActivity("worker-0");
        AgentActivity ofOwner = new AgentActivity("owner-0");
        CompositeAgent both =
                new CompositeAgent(new MeteredAgent(worker, clock, ofWorker), new MeteredAgent(owner, clock, ofOwner));
        both.onStart();
        clockReads = 0;
        clock.idle(both.doWork());
        clock.idle(both.doWork());
        assertEquals(100, ofWorker.busyNs());
        assertEquals(40, ofOwner.busyNs());
        assertEquals(4, clockReads);
    }

    private AgentActivity run(Scripted agent, int cycles) throws Exception {
        AgentActivity activity = new AgentActivity("worker-0");
        MeteredAgent metered = new MeteredAgent(agent, clock, activity);
        metered.onStart();
        for (int i = 0; i < cycles; i++) {
            clock.idle(metered.doWork());
        }
        return activity;
    }

    /** Cycles that take as long, and find as much, as was said before. */
    private final class Scripted implements Agent {
        private final Deque<long[]> cycles = new ArrayDeque<>();

        Scripted cycle(long ns, int work) {
            cycles.add(new long[] {ns, work});
            return this;
        }

        @Override
        public int doWork() {
            long[] cycle = cycles.remove();
            nowNs += cycle[0];
            return (int) cycle[1];
        }

        @Override
        public String roleName() {
            return "scripted";
        }
    }
}
