package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.role.Term;
import io.lockstep.simulator.model.ModelNode;
import io.lockstep.simulator.model.Names;
import io.lockstep.simulator.model.Regime;
import io.lockstep.simulator.nf.NastyObserver;
import io.lockstep.simulator.node.SimPort;

/** Translates what one process does into what the model is told. */
final class Witness implements NastyObserver, SimPort.Wire, NodeListener {
    private final World world;
    private final Machine machine;
    private final ModelNode model;
    private final long[] acknowledged;
    private final Watch watch;
    private long released;

    Witness(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        Scenario scenario = world.scenario();
        this.model = new ModelNode(
                machine.name(), scenario.workers(), scenario.owners(), scenario.stages(), scenario.variables());
        this.watch = new Watch(world, machine);
        this.acknowledged = new long[scenario.workers()];
    }

    /** The process's place in the model. */
    ModelNode model() {
        return model;
    }

    /** Packets, not frames of the link layer's own, that have left. */
    long released() {
        return released;
    }

    void countReleased(Regime regime) {
        released++;
        if (regime == Regime.ALONE
                || (regime == Regime.PROTECTED && world.scenario().primaryReleases())) {
            long epoch = machine.term().epoch();
            world.check(() -> world.epochs().onRelease(machine.name(), machine.number(), epoch));
        }
    }

    @Override
    public void onStart(int worker, long id, int timer, int port, long now, long random) {
        Regime regime = machine.regime();
        if (regime == Regime.REPLAYING) {
            world.sessions().replays(machine.session(), model);
        }
        world.check(() -> world.pair().onStart(model, regime, machine.origin(), worker, id, timer, port, now, random));
        world.fold(id);
    }

    @Override
    public void onAccess(
            int variable, int owner, long id, int index, int operation, long drawn, long result, boolean threw) {
        if (world.isTraced()) {
            world.event(
                    machine,
                    "owner " + owner + " runs access " + index + " of " + Names.input(id) + " to v" + variable);
        }
        world.check(() -> world.pair()
                .onAccess(
                        model,
                        machine.regime(),
                        machine.origin(),
                        variable,
                        owner,
                        id,
                        index,
                        operation,
                        drawn,
                        result));
        world.fold(result);
    }

    @Override
    public void onFrame(int port, int worker, byte[] frame, int lengthBytes) {
        world.workload().onFrame(machine, port, worker, frame, lengthBytes);
        world.fold(lengthBytes);
    }

    @Override
    public void onState(NodeState state, Term term) {
        world.event(machine, "is " + state.label() + ", epoch " + term.epoch());
        world.fold(state.ordinal());
        world.entered(state);
        watch.onState(state);
        if (world.workload().isObserved()) {
            world.uplink().onState(machine, state);
        }
        if (state == NodeState.GOING_LIVE && world.workload().isObserved()) {
            long[] received = new long[world.scenario().workers()];
            for (int worker = 0; worker < received.length; worker++) {
                received[worker] =
                        machine.node().node().ends().get(worker).inbox().nextOrdinal();
            }
            world.pair().onDrained(model, machine.origin(), received, Scenario.IN_FLIGHT);
        }
    }

    /** An agent has run its duty cycle. */
    void afterStep(int agent) {
        watch.afterStep(agent);
        checkAcknowledged();
    }

    /** What has been acknowledged to it must be done. */
    private void checkAcknowledged() {
        if (!world.workload().isObserved() || machine.regime() != Regime.PROTECTED) {
            return;
        }
        for (int worker = 0; worker < acknowledged.length; worker++) {
            long now = machine.node().node().ends().get(worker).log().acknowledgedOrdinal();
            if (now != acknowledged[worker]) {
                ModelNode backup = world.sessions().backup(machine.session());
                world.pair().onAcknowledged(model, backup, worker, acknowledged[worker], now);
                acknowledged[worker] = now;
            }
        }
    }
}
