package io.lockstep.simulator.world;

import io.lockstep.nat.NatFactory;
import io.lockstep.nf.PortInfo;
import io.lockstep.nf.testkit.MapConfig;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.simulator.model.ModelNode;
import io.lockstep.simulator.model.NatModel;
import io.lockstep.simulator.model.Regime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The shipped NAT between {@code lan} and {@code wan}, with few flows so that it runs out of them, and hosts that answer ARP. Hosts
 * inside send UDP out; hosts outside answer to endpoints that they have seen.
 */
final class NatWorkload implements Workload {
    private static final int LAN = 0x0a000001;
    private static final int WAN = 0xcb007101;
    private static final int ARP = 0x0806;
    private static final int IPV4 = 0x0800;
    private static final int UDP = 17;
    private static final int FRAME_BYTES = 60;

    private final World world;
    private final SplittableRandom random;
    private final NatModel model;
    /** Frames out there whose senders await an answer: what an outside host has seen. */
    private final List<byte[]> seen = new ArrayList<>();

    private long lastId;

    NatWorkload(World world) {
        this.world = world;
        this.random = world.random();
        this.model = new NatModel(WAN, world.scenario().primaryReleases());
    }

    @Override
    public List<LinkSettings> ports(int machine) {
        return List.of(port(machine, 0, "lan", LAN), port(machine, 1, "wan", WAN));
    }

    @Override
    public List<FunctionSpec> functions(Witness witness) {
        List<PortInfo> infos = ports(0).stream().map(LinkSettings::info).toList();
        Map<String, Object> config = Map.of("inside", "lan", "outside", "wan", "max-flows", 24, "max-fragments", 16);
        return List.of(new FunctionSpec("nat", new NatFactory(), new MapConfig("nat", config, infos), 0));
    }

    @Override
    public byte[] next(int port) {
        lastId++;
        if (port == 1 && !seen.isEmpty()) {
            ByteBuffer outside = ByteBuffer.wrap(seen.get(random.nextInt(seen.size())));
            return frame(outside.getInt(30), outside.getShort(36), outside.getInt(26), outside.getShort(34));
        }
        byte[] frame = frame(
                LAN + 10 + random.nextInt(4), (short) (1000 + random.nextInt(9)), WAN + 100 + random.nextInt(3), (short)
                        53);
        model.sent(
                lastId,
                ByteBuffer.wrap(frame).getInt(26),
                ByteBuffer.wrap(frame).getShort(34));
        return frame;
    }

    private byte[] frame(int source, short sourcePort, int target, short targetPort) {
        ByteBuffer bytes = ByteBuffer.allocate(FRAME_BYTES);
        bytes.putLong(0, 0x0200_0000_0001_0200L).putShort(12, (short) IPV4);
        bytes.putShort(14, (short) 0x4500)
                .putShort(16, (short) 36)
                .put(22, (byte) 64)
                .put(23, (byte) UDP);
        bytes.putInt(26, source).putInt(30, target);
        bytes.putShort(24, checksum(bytes));
        bytes.putShort(34, sourcePort).putShort(36, targetPort).putShort(38, (short) 16);
        bytes.putLong(42, lastId);
        return bytes.array();
    }

    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int i = 14; i < 34; i += 2) {
            sum += frame.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    @Override
    public void onFrame(Machine machine, int port, int worker, byte[] frame, int lengthBytes) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int type = bytes.getShort(12) & 0xffff;
        if (type == ARP) {
            answer(machine, port, worker, frame);
            return;
        }
        Regime regime = machine.regime();
        machine.witness().countReleased(regime);
        if (type != IPV4 || frame[23] != UDP) {
            return; // an error message of the NAT's own
        }
        if (world.isTraced()) {
            world.event(machine, "releases #" + bytes.getLong(42) + " on port " + port);
        }
        ModelNode other =
                regime == Regime.REPLAYING ? machine.origin() : world.sessions().backup(machine.session());
        world.check(() -> model.onRelease(machine.model(), regime, other, port, frame));
        if (port == 1) {
            seen.add(frame.clone());
        }
    }

    /** The host that is asked for answers, unless it is one of the node's own addresses. */
    private void answer(Machine machine, int port, int worker, byte[] frame) {
        ByteBuffer request = ByteBuffer.wrap(frame);
        int asked = request.getInt(38);
        if (asked == request.getInt(28)) {
            world.uplink().announced(machine.number());
        }
        if (request.getShort(20) != 1 || asked == LAN || asked == WAN) {
            return;
        }
        ByteBuffer reply = ByteBuffer.allocate(FRAME_BYTES);
        reply.put(0, frame, 6, 6).putShort(6, (short) 0x0600).putInt(8, asked).putShort(12, (short) ARP);
        reply.putInt(14, 0x00010800).putInt(18, 0x06040002);
        reply.putShort(22, (short) 0x0600).putInt(24, asked).putInt(28, asked);
        reply.put(32, frame, 22, 10);
        machine.node().port(port, worker).arrive(reply.array());
    }

    @Override
    public void refused(byte[] frame) {
        // The NAT drops, too: nobody misses it.
    }

    @Override
    public boolean isObserved() {
        return false;
    }

    @Override
    public long inputs() {
        return lastId;
    }

    @Override
    public int released() {
        return model.releasedCount();
    }

    private static LinkSettings port(int machine, int index, String name, int address) {
        PortInfo info = new PortInfo(index, name, List.of(address), 24, 1500);
        return new LinkSettings(info, 0x020000000000L | machine << 8 | index, 0, true, -1);
    }
}
