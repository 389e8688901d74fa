package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.simulator.node.SimNode;
import java.util.SplittableRandom;

/** What goes wrong, and what operators do about it, at any step. */
final class Faults {
    private static final int KINDS = 19;
    private static final int MOST_STARVED_NS = 80_000_000;

    private final World world;
    private final SplittableRandom random;
    private final int enabled;
    private long slowAgents;
    private long starvedUntilNs;
    private long happened;
    private boolean strangers;

    Faults(World world) {
        this.world = world;
        this.random = world.random();
        int chosen = random.nextInt(1 << KINDS);
        this.enabled = chosen | random.nextInt(1 << KINDS);
    }

    long happened() {
        return happened;
    }

    /** One fault, if the drawn kind is one of this run's. */
    void act() {
        int kind = random.nextInt(KINDS);
        if ((enabled & 1 << kind) == 0) {
            return;
        }
        happened++;
        Machine machine = world.machine(random.nextInt(2));
        switch (kind) {
            case 0, 1 -> timePasses(kind == 0 ? 3_000_000 : 60_000_000);
            case 2 -> cut(random.nextInt(3));
            case 3, 4 -> heal();
            case 5 -> {
                world.event(null, "all connections are reset");
                world.network().resetAll();
            }
            case 6, 7 -> pauseOrResume(machine);
            case 8 -> {
                if (machine.isUp() && random.nextInt(3) == 0) {
                    machine.crash(random.nextBoolean());
                }
            }
            case 9 -> {
                if (!machine.isUp()) {
                    machine.start();
                }
            }
            case 10, 11 -> promote(kind());
            case 12 -> exhaust(machine);
            case 13 -> block(machine);
            case 14 -> slow();
            case 15 -> stranger();
            case 16 -> starve();
            case 17 -> breakDisk(machine);
            default -> {
                if (machine.isUp() && random.nextInt(6) == 0) {
                    machine.stop();
                }
            }
        }
    }

    boolean isSlow(Machine machine, int agent) {
        boolean chosen = (slowAgents >> (agent + 32 * (machine == world.machine(0) ? 0 : 1)) & 1) != 0;
        return chosen && random.nextInt(12) != 0;
    }

    /** Nothing goes wrong from now on. What is down may stay down. */
    void stop() {
        world.event(null, "faults stop");
        heal();
        slowAgents = 0;
        for (int i = 0; i < 2; i++) {
            Machine machine = world.machine(i);
            machine.disk().failing(false);
            if (!machine.isUp() && random.nextBoolean()) {
                machine.start();
            }
            if (machine.isUp()) {
                machine.paused(false);
                machine.node().pool().exhausted(false);
                machine.node().portsAccept(Integer.MAX_VALUE);
            }
        }
    }

    private void starve() {
        starvedUntilNs = world.time().nowNs() + random.nextInt(MOST_STARVED_NS);
        world.event(null, "the backup's workers get no time");
    }

    /** The workers of the backup; its channels and its conductor go on, so that it stays connected. */
    boolean isStarved(Machine machine, int agent) {
        return machine == world.machine(1)
                && agent >= 1
                && agent <= world.scenario().workers()
                && world.time().nowNs() < starvedUntilNs;
    }

    private void breakDisk(Machine machine) {
        machine.disk().failing(!machine.disk().isFailing() && random.nextBoolean());
        world.event(
                null,
                "disk of machine " + machine.number() + " broken: "
                        + machine.disk().isFailing());
    }

    private void timePasses(int mostNs) {
        long byNs = random.nextLong(1, mostNs);
        world.event(null, byNs / 1000 + " us pass");
        world.time().advance(byNs);
    }

    private void cut(int which) {
        world.event(null, which == 2 ? "the link is cut" : "nothing gets through to machine " + which);
        world.network().cut(0, which != 1);
        world.network().cut(1, which != 0);
    }

    private void heal() {
        world.event(null, "the link is whole");
        world.network().cut(0, false);
        world.network().cut(1, false);
    }

    private void pauseOrResume(Machine machine) {
        if (machine.isUp()) {
            machine.paused(!machine.isPaused());
            world.event(machine, machine.isPaused() ? "stands still" : "goes on");
        }
    }

    private PromotionKind kind() {
        int dice = random.nextInt(24);
        return dice == 0 ? PromotionKind.FORCED : dice < 8 ? PromotionKind.SWITCHOVER : PromotionKind.TAKEOVER;
    }

    private void promote(PromotionKind kind) {
        Machine machine = world.machine(1);
        if (machine.isUp() && (kind != PromotionKind.FORCED || machine.state() != NodeState.DIVERGED)) {
            if (kind == PromotionKind.FORCED && machine.session() == null) {
                world.epochs().forced();
            }
            var unused = machine.promote(kind);
        }
    }

    private void exhaust(Machine machine) {
        if (machine.isUp()) {
            machine.node().pool().exhausted(!machine.node().pool().isExhausted());
            machine.model().mayLoseOutput();
            world.event(machine, "buffers exhausted: " + machine.node().pool().isExhausted());
        }
    }

    private void block(Machine machine) {
        if (machine.isUp()) {
            int frames = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(3);
            machine.node().portsAccept(frames);
            machine.model().mayLoseOutput();
            world.event(machine, "ports take " + frames + " frames at a time");
        }
    }

    private void stranger() {
        int port = SimNode.channelPort(random.nextInt(world.scenario().workers()));
        int target = random.nextInt(2);
        world.event(
                null,
                "at port " + port + " of machine " + target + " "
                        + world.network().stranger(target, port));
        strangers = true;
    }

    /** Whether anybody but the nodes has sent anything. */
    boolean strangers() {
        return strangers;
    }

    private void slow() {
        long chosen = random.nextLong();
        slowAgents = random.nextInt(3) == 0 ? 0 : chosen & random.nextLong();
        world.event(null, "other agents are slow");
    }
}
