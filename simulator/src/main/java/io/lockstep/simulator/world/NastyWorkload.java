package io.lockstep.simulator.world;

import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.simulator.model.ModelNode;
import io.lockstep.simulator.model.Names;
import io.lockstep.simulator.model.Regime;
import io.lockstep.simulator.nf.NastyFrame;
import io.lockstep.simulator.nf.NastyFunction;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nasty function between two transparent ports; every access and every byte that leaves is checked. */
final class NastyWorkload implements Workload {
    private static final List<LinkSettings> PORTS = List.of(port(0, "left", 1), port(1, "right", 0));

    private final World world;
    private final Traffic traffic;

    NastyWorkload(World world) {
        this.world = world;
        this.traffic = new Traffic(world.random());
    }

    @Override
    public List<LinkSettings> ports(int machine) {
        return PORTS;
    }

    @Override
    public List<FunctionSpec> functions(Witness witness) {
        Duration timer = world.scenario().timer() ? Duration.ofMillis(2) : null;
        int variables = world.scenario().variables();
        List<FunctionSpec> chain = new ArrayList<>();
        for (int stage = 0; stage < world.scenario().stages(); stage++) {
            NastyFunction function = new NastyFunction(stage, variables, stage == 0 ? timer : null, witness);
            chain.add(new FunctionSpec("nasty-" + stage, function, null, 0));
        }
        return chain;
    }

    @Override
    public byte[] next(int port) {
        byte[] frame = traffic.next();
        world.pair().arrive(traffic.lastId(), frame);
        return frame;
    }

    @Override
    public void onFrame(Machine machine, int port, int worker, byte[] frame, int lengthBytes) {
        if (world.isTraced()) {
            world.event(
                    machine,
                    "releases output " + frame[45] + " of "
                            + Names.input(ByteBuffer.wrap(frame).getLong(14)) + " on port " + port);
        }
        Regime regime = machine.regime();
        ModelNode other =
                regime == Regime.REPLAYING ? machine.origin() : world.sessions().backup(machine.session());
        machine.witness().countReleased(regime);
        world.check(() -> world.pair().onRelease(machine.model(), regime, other, port, frame, lengthBytes));
    }

    @Override
    public void refused(byte[] frame) {
        world.pair().refused(ByteBuffer.wrap(frame).getLong(NastyFrame.ID));
    }

    @Override
    public boolean isObserved() {
        return true;
    }

    @Override
    public long inputs() {
        return traffic.lastId();
    }

    @Override
    public int released() {
        return world.pair().releasedCount();
    }

    private static LinkSettings port(int index, String name, int peer) {
        return new LinkSettings(new PortInfo(index, name, List.of(), 0, 1500), 0x020000000000L | index, 0, true, peer);
    }
}
