package io.lockstep.simulator.world;

import io.lockstep.simulator.model.Violation;

/** The end of a run: faults have stopped, so the pair must come to rest within a bound. {@link RestChecks} then looks at it. */
final class Settlement {
    private static final int MOST_ROUNDS = 1500;
    private static final int ROUNDS_AT_REST = 50;
    private static final int ROUNDS_PER_COMMAND = 20;
    private static final long ROUND_NS = 500_000;

    private final World world;
    private final Operator operator;
    private final Rest rest;

    Settlement(World world) {
        this.world = world;
        this.operator = new Operator(world);
        this.rest = new Rest(world);
    }

    /** Lets everybody work until all is quiet. */
    void run() {
        int atRest = 0;
        String restless = "";
        for (int round = 0; round < MOST_ROUNDS; round++) {
            round(round, ROUND_NS);
            restless = rest.restless(false);
            atRest = restless == null ? atRest + 1 : 0;
            if (atRest == ROUNDS_AT_REST) {
                finish();
                return;
            }
        }
        throw new Violation("liveness: " + MOST_ROUNDS + " rounds after the last fault, " + restless);
    }

    /** Time stands still, so that no timer fires: now also the last input must come to its end. */
    private void finish() {
        String restless = "";
        for (int round = 0; round < ROUNDS_AT_REST && restless != null; round++) {
            round(round, 0);
            restless = rest.restless(true);
        }
        if (restless != null) {
            throw new Violation("liveness: " + ROUNDS_AT_REST + " rounds after the last timer, " + restless);
        }
    }

    private void round(int round, long passesNs) {
        world.nextStep();
        world.time().advance(passesNs);
        for (int i = 0; i < 2; i++) {
            Machine machine = world.machine(i);
            if (machine.isUp()) {
                int agents = machine.node().agents();
                int first = world.random().nextInt(agents);
                for (int agent = 0; agent < agents && machine.isUp(); agent++) {
                    world.step(machine, (first + agent) % agents);
                }
            }
            world.network().flush();
        }
        if (round % ROUNDS_PER_COMMAND == ROUNDS_PER_COMMAND - 1) {
            operator.act();
        }
    }
}
