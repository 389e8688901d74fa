package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.state.Region;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.MemoryChannel;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import io.lockstep.runtime.worker.Worker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A connected pair that runs the tally on one thread, and what must be true of the frames that it released. */
final class TestPair implements AutoCloseable {
    static final int WORKERS = 2;
    static final int OWNERS = 2;

    final TestNode primary;
    final TestNode backup;
    final List<MemoryChannel> channels = new ArrayList<>();

    TestPair(ReleaseHome release, NetworkFunctionFactory function) {
        this(
                TestNode.options(Role.PRIMARY, true, release, WORKERS, OWNERS),
                TestNode.options(Role.BACKUP, true, release, WORKERS, OWNERS),
                function);
    }

    TestPair(NodeOptions ofPrimary, NodeOptions ofBackup, NetworkFunctionFactory function) {
        this.primary = new TestNode(ofPrimary, new FunctionSpec("tally", function, null, 0));
        this.backup = new TestNode(ofBackup, new FunctionSpec("tally", function, null, 0));
        for (int worker = 0; worker < ofPrimary.workers(); worker++) {
            channels.add(new MemoryChannel(primary.node(), backup.node(), worker));
        }
        channels.forEach(MemoryChannel::connect);
        run();
    }

    void run() {
        for (int i = 0; i < 10; i++) {
            primary.run();
            transfer();
            backup.run();
            acknowledge();
        }
        primary.run();
    }

    void transfer() {
        channels.forEach(channel -> channel.transfer(Integer.MAX_VALUE));
    }

    void acknowledge() {
        channels.forEach(MemoryChannel::acknowledge);
    }

    void crashPrimary() {
        channels.forEach(MemoryChannel::disconnect);
        backup.run();
    }

    NodeState promote() {
        return promote(false);
    }

    NodeState promote(boolean force) {
        return promote(force, () -> {});
    }

    /** Promotes the backup; {@code meanwhile} runs between its duty cycles. */
    NodeState promote(boolean force, Runnable meanwhile) {
        var answer = backup.node().conductor().promote(force ? PromotionKind.FORCED : PromotionKind.TAKEOVER);
        for (int i = 0; i < 100_000 && !answer.isDone(); i++) {
            backup.step();
            meanwhile.run();
            channels.forEach(MemoryChannel::poll);
        }
        assertTrue(
                answer.isDone(),
                "promotion hangs in " + backup.node().conductor().state());
        assertTrue(answer.join().accepted(), answer.join().message());
        backup.run();
        return backup.node().conductor().state();
    }

    /** Leaves the primary without its backup until it is about to go solo; its workers stand still meanwhile. */
    void outlastPeerTimeout() {
        for (int i = 0; i < 4; i++) {
            primary.manualClock().advance(400_000_000L);
            primary.node().conductor().doWork();
            primary.node().ends().forEach(end -> end.status().countProbe()); // nobody answers
        }
    }

    /** What the pair has released: the primary's frames, then the backup's. */
    List<byte[]> released() {
        List<byte[]> all = released(primary);
        all.addAll(released(backup));
        return all;
    }

    @Override
    public void close() {
        primary.close();
        backup.close();
        channels.forEach(MemoryChannel::close);
    }

    static List<byte[]> released(TestNode node) {
        List<byte[]> all = new ArrayList<>();
        for (int port = 0; port < 2; port++) {
            for (int worker = 0; worker < node.node().options().workers(); worker++) {
                all.addAll(node.port(port, worker).sent());
            }
        }
        return all;
    }

    static int mark(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(60);
    }

    static void assertNoInputTwice(List<byte[]> frames, long seed) {
        Set<Integer> seen = new HashSet<>();
        for (byte[] frame : frames) {
            assertTrue(seen.add(mark(frame)), "seed " + seed + ": input " + mark(frame) + " was released twice");
        }
    }

    /** Each owner hands out each ticket once; a frame's ingress port and the turn say which owner was asked. */
    static void assertNoTicketTwice(List<byte[]> frames, long seed) {
        Map<Integer, Set<Integer>> seen = new HashMap<>();
        for (byte[] frame : frames) {
            for (int i = 0; i < tickets(frame); i++) {
                int ticket = ticket(frame, i);
                if (frame[TallyFunction.COMMAND] == 7) {
                    continue;
                }
                assertTrue(
                        seen.computeIfAbsent(owner(frame, i), key -> new HashSet<>())
                                .add(ticket),
                        "seed " + seed + ": ticket " + ticket + " of owner " + owner(frame, i) + " was given twice");
            }
        }
    }

    /** I1: no released frame shows an access that the node's state does not have. */
    static void assertStateCoversTickets(TestNode node, List<byte[]> frames, long seed) {
        for (byte[] frame : frames) {
            for (int i = 0; i < tickets(frame); i++) {
                assertTrue(
                        ticket(frame, i) < nextTicket(node, owner(frame, i)),
                        "seed " + seed + ": input " + mark(frame)
                                + " was released and shows a ticket that the state does not know");
            }
        }
    }

    static void assertSameState(TestNode one, TestNode other) {
        for (int owner = 0; owner < OWNERS; owner++) {
            assertEquals(nextTicket(one, owner), nextTicket(other, owner), "tickets of owner " + owner);
        }
    }

    /** Nothing is in flight, held or waiting any more: every buffer has come back. */
    static void assertNoBufferMissing(TestNode node) {
        node.node().workers().forEach(Worker::onClose);
        assertEquals(0, node.buffers().inUse(), "buffers that nobody gave back");
    }

    private static int nextTicket(TestNode node, int owner) {
        return ((Region) node.node().functions().variables().get(owner).state()).getInt(0);
    }

    /** Tickets that a frame shows; one that stopped early has fewer than it asked for, and shows zeros. */
    private static int tickets(byte[] frame) {
        return frame[TallyFunction.COMMAND] == 7
                ? Math.min(1, frame[TallyFunction.ACCESSES])
                : frame[TallyFunction.ACCESSES];
    }

    private static int ticket(byte[] frame, int index) {
        return ByteBuffer.wrap(frame).getInt(TallyFunction.TICKETS + 4 * index);
    }

    private static int owner(byte[] frame, int index) {
        return (index + frame[0]) % OWNERS;
    }
}
