package io.lockstep.simulator.model;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What everybody outside can see of a NAT: an inside endpoint keeps its outside endpoint, and no other has that one.
 *
 * <p>Which mappings a node must stand by: those that it has released itself, and those that the other node has released while the pair
 * was protected. Runs last less than any timeout, so mappings never end.
 */
public final class NatModel {
    private final int address;
    private final boolean primaryReleases;
    private final Released released = new Released();
    private final Map<Long, Long> senders = new HashMap<>();
    private final Map<ModelNode, Map<Long, Integer>> outsideOf = new HashMap<>();
    private final Map<ModelNode, Map<Integer, Long>> insideOf = new HashMap<>();

    /** A NAT with one outside address. */
    public NatModel(int address, boolean primaryReleases) {
        this.primaryReleases = primaryReleases;
        this.address = address;
    }

    /** An inside endpoint has sent a packet. */
    public void sent(long id, int source, short port) {
        senders.put(id, ((long) source << 16) | (port & 0xffffL));
    }

    /** Packets that have left so far. */
    public int releasedCount() {
        return released.count();
    }

    /** A UDP packet has left a node. {@code other} is the other node of the session, or null. */
    public void onRelease(ModelNode node, Regime regime, ModelNode other, int port, byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        long id = bytes.getLong(42);
        if (regime == Regime.STOPPED || !mayRelease(regime)) {
            throw new Violation("I6: " + node.name() + " is " + regime + " and releases #" + id);
        }
        released.add(node.name(), id, 0);
        Long inside = senders.get(id);
        if (port == 0) {
            return;
        }
        if (inside == null || bytes.getInt(26) != address) {
            throw new Violation("I1: " + node.name() + " sends #" + id + " out untranslated");
        }
        int outside = bytes.getShort(34) & 0xffff;
        remember(node, inside, outside, id);
        if (other != null && (regime == Regime.REPLAYING || regime == Regime.PROTECTED)) {
            remember(other, inside, outside, id);
        }
    }

    private boolean mayRelease(Regime regime) {
        boolean live = regime == Regime.ALONE;
        return live || (primaryReleases ? regime == Regime.PROTECTED : regime != Regime.PROTECTED);
    }

    private void remember(ModelNode node, long inside, int outside, long id) {
        Integer before =
                outsideOf.computeIfAbsent(node, unused -> new HashMap<>()).putIfAbsent(inside, outside);
        Long owner = insideOf.computeIfAbsent(node, unused -> new HashMap<>()).putIfAbsent(outside, inside);
        if ((before != null && before != outside) || (owner != null && owner != inside)) {
            throw new Violation("I1: #" + id + " leaves with outside port " + outside + "; " + node.name()
                    + " stands by " + before + " for its sender, and has given that port to "
                    + (owner == null || owner == inside ? "nobody else" : "another"));
        }
    }
}
