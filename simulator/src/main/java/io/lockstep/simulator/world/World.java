package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.simulator.model.EpochModel;
import io.lockstep.simulator.model.PairModel;
import io.lockstep.simulator.model.Violation;
import io.lockstep.simulator.net.SimNetwork;
import io.lockstep.simulator.node.BufferMemory;
import io.lockstep.simulator.node.SimEpochs;
import io.lockstep.simulator.node.SimTime;
import java.util.List;
import java.util.SplittableRandom;

/** One run of one seed. Everything that happens is a consequence of the seed; nothing reads a clock or another source of chance. */
public final class World implements AutoCloseable {
    private static final int SWITCHOVER_EVERY = 300;

    private final long seed;
    private final SplittableRandom random;
    private final Scenario scenario;
    private final SimTime time = new SimTime();
    private final SimNetwork network;
    private final EpochModel epochs = new EpochModel();
    private final PairModel pair;
    private final Sessions sessions = new Sessions();
    private final Workload workload;
    private final Uplink uplink;
    private final List<Machine> machines;
    private final Faults faults;
    private final Trace trace;
    private final int[] states = new int[NodeState.values().length];
    private Violation violation;
    private long step;
    private long digest;
    private boolean someoneDied;
    private String lastState = "";

    /**
     * Makes a world.
     *
     * @param memory of the two machines, used by one world at a time
     * @param trace where events go, or null
     */
    public World(long seed, List<BufferMemory> memory, Trace trace) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.scenario = Scenario.draw(random);
        this.trace = trace;
        this.pair = new PairModel(scenario.primaryReleases(), scenario.planned() && scenario.owners() == 1);
        this.uplink = new Uplink(this);
        this.network = new SimNetwork(random, scenario.kernelBytes(), scenario.kernelBytes());
        this.workload = scenario.nat() ? new NatWorkload(this) : new NastyWorkload(this);
        this.machines = List.of(new Machine(this, 0, memory.get(0)), new Machine(this, 1, memory.get(1)));
        this.faults = new Faults(this);
    }

    /** Runs it to its end; throws where the pair breaks a promise. */
    public RunResult run() {
        machines.forEach(Machine::start);
        for (step = 0; step < scenario.steps(); step++) {
            chaos();
        }
        faults.stop();
        new Settlement(this).run();
        new RestChecks(this).run();
        return new RunResult(seed, digest, step, workload.inputs(), workload.released(), faults.happened(), states);
    }

    private void chaos() {
        time.advance(1 + random.nextInt(scenario.stepNs()));
        if (scenario.planned() && step > scenario.steps() / 3 && random.nextInt(SWITCHOVER_EVERY) == 0) {
            machines.get(1).promoteIfInSync();
        }
        int dice = random.nextInt(1000);
        if (dice < scenario.faultsPerMille()) {
            faults.act();
            return;
        }
        dice -= scenario.faultsPerMille();
        if (dice < scenario.inputsPerMille()) {
            uplink.deliver();
            return;
        }
        if (dice < scenario.inputsPerMille() + scenario.networkPerMille()) {
            moveBytes();
            return;
        }
        Machine machine = machines.get(random.nextInt(2));
        if (machine.isUp() && !machine.isPaused()) {
            int agent = random.nextInt(machine.node().agents());
            if (!faults.isSlow(machine, agent) && !faults.isStarved(machine, agent)) {
                step(machine, agent);
            }
        }
    }

    private void moveBytes() {
        String moved = network.step();
        if (trace != null && moved != null) {
            event(null, moved);
        }
    }

    void step(Machine machine, int agent) {
        int work = -1;
        String name = trace == null ? "" : machine.node().agentName(agent);
        try {
            work = machine.node().step(agent);
        } catch (IllegalStateException e) {
            if (!SimEpochs.PROBLEM.equals(e.getMessage())) {
                throw e;
            }
            event(machine, "ends: " + e.getMessage());
            machine.crash(false);
            return;
        } finally {
            if (trace != null && work != 0) {
                event(machine, "· " + name + " " + work);
            }
        }
        fold(agent * 7L + work);
        machine.witness().afterStep(agent);
        String broken = machine.node().brokenBound();
        if (broken != null) {
            throw new Violation("I5: on " + machine.name() + " " + broken);
        }
        if (violation != null) {
            throw violation;
        }
    }

    /** One round of the settlement has passed. */
    void nextStep() {
        step++;
    }

    // ---------------------------------------------------------------- for those who belong to it

    /** Runs a check of the model; what it finds ends the step, not the network function in the middle of which it may run. */
    void check(Runnable check) {
        try {
            check.run();
        } catch (Violation e) {
            violation = violation == null ? e : violation;
        }
    }

    void event(Machine machine, String what) {
        if (trace != null) {
            trace.add(step, time.nowNs(), (machine == null ? "   " : machine.name() + " ") + what);
        }
    }

    void entered(NodeState state) {
        states[state.ordinal()]++;
    }

    boolean isTraced() {
        return trace != null;
    }

    /** Two runs of a seed must come to the same digest of all that happened. */
    void fold(long value) {
        digest = (digest ^ value) * 0x100000001b3L + (digest >>> 47);
    }

    /** Whether a process has ended, by whatever fault. */
    boolean someoneDied() {
        return someoneDied;
    }

    void processEnded() {
        someoneDied = true;
    }

    boolean strangersCame() {
        return faults.strangers();
    }

    Scenario scenario() {
        return scenario;
    }

    SplittableRandom random() {
        return random;
    }

    SimNetwork network() {
        return network;
    }

    SimTime time() {
        return time;
    }

    PairModel pair() {
        return pair;
    }

    Workload workload() {
        return workload;
    }

    EpochModel epochs() {
        return epochs;
    }

    Uplink uplink() {
        return uplink;
    }

    Sessions sessions() {
        return sessions;
    }

    Machine machine(int number) {
        return machines.get(number);
    }

    /** What the run is made of, for messages. */
    @Override
    public String toString() {
        return "seed " + seed + ", step " + step + ", " + scenario + lastState;
    }

    @Override
    public void close() {
        lastState = "\n" + Portrait.of(machines.get(0)) + "\n" + Portrait.of(machines.get(1));
        for (Machine machine : machines) {
            if (machine.isUp()) {
                machine.crash(true);
            }
        }
    }
}
