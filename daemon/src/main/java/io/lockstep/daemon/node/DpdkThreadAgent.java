package io.lockstep.daemon.node;

import io.lockstep.dpdk.Eal;
import java.util.OptionalInt;
import org.agrona.concurrent.Agent;

/** An agent on a thread that is pinned to its core and known to DPDK, for as long as the agent runs. */
final class DpdkThreadAgent implements Agent {
    private final Agent agent;
    private final OptionalInt core;

    DpdkThreadAgent(Agent agent, OptionalInt core) {
        this.agent = agent;
        this.core = core;
    }

    @Override
    public void onStart() {
        if (core.isPresent()) {
            Eal.pinThread(core.getAsInt());
        }
        Eal.registerThread();
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        return agent.doWork();
    }

    @Override
    public void onClose() {
        try {
            agent.onClose();
        } finally {
            Eal.unregisterThread();
        }
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
