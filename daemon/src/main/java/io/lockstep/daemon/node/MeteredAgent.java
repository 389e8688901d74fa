package io.lockstep.daemon.node;

import org.agrona.concurrent.Agent;

/** An agent whose duty cycles are timed; agents of one thread share its {@link CycleClock}. */
final class MeteredAgent implements Agent {
    private final Agent agent;
    private final CycleClock clock;
    private final AgentActivity activity;

    MeteredAgent(Agent agent, CycleClock clock, AgentActivity activity) {
        this.agent = agent;
        this.clock = clock;
        this.activity = activity;
    }

    @Override
    public void onStart() {
        agent.onStart();
        clock.restart();
    }

    @Override
    public int doWork() throws Exception {
        int work = agent.doWork();
        activity.cycle(work, clock.lapNs());
        return work;
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
