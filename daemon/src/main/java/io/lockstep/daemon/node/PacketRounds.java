package io.lockstep.daemon.node;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;

/**
 * The agents that packets pass, workers and owners, where they share a thread with the rest of the node: they go round several times
 * before channels and conductor have their turn, as long as there is work. So a channel's system calls serve more records, and the batches
 * in between still fit a core's first cache.
 */
public final class PacketRounds implements Agent {
    /** With bursts of 32 packets: 512 records in one frame of a channel, which they fill by two thirds when they are small. */
    private static final int MOST_ROUNDS = 16;

    private final CompositeAgent agents;

    /** Lets these agents go round together. */
    public PacketRounds(CompositeAgent agents) {
        this.agents = agents;
    }

    @Override
    public void onStart() {
        agents.onStart();
    }

    @Override
    public int doWork() throws Exception {
        int work = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int done = agents.doWork();
            work += done;
            if (done == 0) {
                break;
            }
        }
        return work;
    }

    @Override
    public void onClose() {
        agents.onClose();
    }

    @Override
    public String roleName() {
        String list = agents.roleName(); // in brackets, and the thread's whole list will have its own
        return list.substring(1, list.length() - 1);
    }
}
