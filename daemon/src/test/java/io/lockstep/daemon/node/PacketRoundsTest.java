package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.junit.jupiter.api.Test;

final class PacketRoundsTest {
    private final List<String> turns = new ArrayList<>();

    private Agent agent(String name, int busyTurns) {
        return new Agent() {
            private int left = busyTurns;

            @Override
            public int doWork() {
                turns.add(name);
                return left-- > 0 ? 1 : 0;
            }

            @Override
            public String roleName() {
                return name;
            }
        };
    }

    private PacketRounds rounds(Agent... agents) {
        return new PacketRounds(new CompositeAgent(agents));
    }

    @Test
    void shouldGoRoundUntilThereIsNoMoreWork() throws Exception {
        assertEquals(3, rounds(agent("worker", 2), agent("owner", 1)).doWork());
        assertEquals(List.of("worker", "owner", "worker", "owner", "worker", "owner"), turns);
    }

    @Test
    void shouldLetTheOthersHaveTheirTurnHoweverMuchWorkThereIs() throws Exception {
        PacketRounds rounds = rounds(agent("worker", Integer.MAX_VALUE));
        assertEquals(16, rounds.doWork());
        assertEquals(16, turns.size());
    }

    @Test
    void shouldListItsAgentsForTheThreadsName() {
        assertEquals(
                "worker,owner", rounds(agent("worker", 0), agent("owner", 0)).roleName());
    }
}
