package io.lockstep.benchmarks.performance.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedLoopTest {
    private static final int PACKET_AGENTS = 2;
    private static final int NOT_PINNED = -1;
    private static final List<Integer> AS_IN_THE_DAEMON = List.of(16, 16, 1, 1);

    /** An agent that always has work. */
    private static final class Busy implements Agent {
        private int turns;

        @Override
        public int doWork() {
            turns++;
            return 1;
        }

        @Override
        public String roleName() {
            return "busy";
        }
    }

    private final List<Busy> agents = List.of(new Busy(), new Busy(), new Busy(), new Busy());
    private final Recording recording = new Recording(agents.size(), 1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoRoundAsTheDaemonDoesWithAClockOrWithout(boolean timed) throws Exception {
        PacedLoop loop =
                new PacedLoop(List.copyOf(agents), PACKET_AGENTS, List.of(), List.of(), recording, NOT_PINNED, timed);
        loop.onStart();
        loop.request(new Order(Order.AS_BEFORE, recording));
        int work = loop.doWork();
        loop.onClose();

        assertEquals(AS_IN_THE_DAEMON, agents.stream().map(agent -> agent.turns).toList());
        assertEquals(34, work);
        assertEquals(timed ? AS_IN_THE_DAEMON : List.of(0, 0, 0, 0), recordedCycles());
        assertEquals(timed ? 1 : 0, recording.rounds().getTotalCount());
    }

    private List<Integer> recordedCycles() {
        return IntStream.range(0, agents.size())
                .map(i -> (int) recording.agent(i, "busy").busyCycles())
                .boxed()
                .toList();
    }
}
