package io.lockstep.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.replication.ChannelState;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.ArrayPort;
import io.lockstep.runtime.testing.TestNode;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ports with addresses: ARP answers, next hops, announcements, on a primary and on a backup. */
final class AddressedPortTest {
    private static final int OWN = 0x0a000001; // 10.0.0.1
    private static final int HOST = 0x0a00000a; // 10.0.0.10
    private static final int GATEWAY = 0xcb0071fe; // 203.0.113.254
    private static final int OUTSIDE = 0xcb007101; // 203.0.113.1
    private static final String OWN_MAC = "020000000001";
    private static final String OUTSIDE_MAC = "020000000002";
    private static final String HOST_MAC = "0200000000aa";
    private static final String GATEWAY_MAC = "0200000000fe";
    private static final String BROADCAST = "ffffffffffff";

    private final TestNode node = node(Role.PRIMARY);
    private final ArrayPort lan = node.port(0, 0);
    private final ArrayPort wan = node.port(1, 0);

    private static TestNode node(Role role) {
        return node(role, false);
    }

    private static TestNode node(Role role, boolean paired) {
        return node(TestNode.options(role, paired, 1, 1));
    }

    private static TestNode node(NodeOptions options) {
        return new TestNode(
                options,
                List.of(
                        new LinkSettings(
                                new PortInfo(0, "lan", List.of(OWN, OWN + 1), 24, 1500), 0x020000000001L, 0, false, 1),
                        new LinkSettings(
                                new PortInfo(1, "wan", List.of(OUTSIDE), 24, 1500),
                                0x020000000002L,
                                GATEWAY,
                                false,
                                0)),
                1024);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldAnnounceItsAddressesMoreThanOnceWhenItBecomesActive() {
        node.run();
        assertEquals(2, lan.sent().size());
        assertArrayEquals(
                arp(BROADCAST, 1, OWN_MAC, OWN, "000000000000", OWN), lan.sent().get(0));
        assertArrayEquals(
                arp(BROADCAST, 1, OWN_MAC, OWN + 1, "000000000000", OWN + 1),
                lan.sent().get(1));
        advance(1_100_000_000L);
        assertEquals(4, lan.sent().size());
    }

    /** A backup that the operator asked to take over, and that was cut off at once, has announced itself and nobody could tell. */
    @Test
    void shouldAnnounceAgainWhenTheBackupIsBackAndWhenItGoesSolo() {
        try (TestNode primary = node(Role.PRIMARY, true)) {
            ChannelStatus status = primary.node().ends().getFirst().status();
            status.state(ChannelState.STREAMING);
            for (int i = 0; i < 30; i++) {
                pass(primary);
            }
            assertEquals(5, primary.port(1, 0).sent().size());
            status.state(ChannelState.DISCONNECTED);
            pass(primary);
            status.state(ChannelState.STREAMING);
            pass(primary);
            assertEquals(NodeState.PROTECTED, primary.node().conductor().state());
            assertEquals(6, primary.port(1, 0).sent().size());
            for (int i = 0; i < 30; i++) {
                pass(primary);
            }
            assertEquals(10, primary.port(1, 0).sent().size());
            status.state(ChannelState.DISCONNECTED);
            for (int i = 0; i < 40; i++) {
                pass(primary);
            }
            assertEquals(NodeState.SOLO, primary.node().conductor().state());
            assertEquals(15, primary.port(1, 0).sent().size());
        }
    }

    private static void pass(TestNode primary) {
        ChannelStatus status = primary.node().ends().getFirst().status();
        primary.manualClock().advance(200_000_000L);
        status.actedOn(primary.node().term().get());
        status.countProbe();
        primary.run();
    }

    @Test
    void shouldAnnounceAgainWhenItsBackupIsBackBecauseThatMayHaveBegunToTakeOver() {
        try (TestNode primary = node(Role.PRIMARY, true)) {
            ChannelStatus status = primary.node().ends().getFirst().status();
            status.state(ChannelState.STREAMING);
            primary.run();
            status.state(ChannelState.DISCONNECTED);
            primary.run();
            assertEquals(1, primary.port(1, 0).sent().size());
            status.state(ChannelState.STREAMING);
            primary.run();
            assertEquals(2, primary.port(1, 0).sent().size());
        }
    }

    @Test
    void shouldAnnounceAgainWhenItGoesSoloBesideAConnectedBackup() {
        try (TestNode primary = node(Role.PRIMARY, true)) {
            ChannelStatus status = primary.node().ends().getFirst().status();
            status.state(ChannelState.STREAMING);
            primary.run();
            assertEquals(1, primary.port(1, 0).sent().size());
            status.peerDiverged(true);
            primary.run();
            status.state(ChannelState.DISCONNECTED);
            status.actedOn(primary.node().term().get());
            status.countProbe();
            primary.run();
            assertEquals(NodeState.SOLO, primary.node().conductor().state());
            assertEquals(2, primary.port(1, 0).sent().size());
        }
    }

    @Test
    void shouldHearTheNextHopsAnswerWhileItHandsOver() {
        try (TestNode primary = node(TestNode.options(Role.PRIMARY, true, ReleaseHome.PRIMARY, 1, 1))) {
            WorkerEnds ends = primary.node().ends().getFirst();
            ends.status().state(ChannelState.STREAMING);
            primary.run();
            primary.port(0, 0).arrive(ipv4(OWN_MAC, HOST_MAC, 0x08080808));
            primary.run();
            ends.status().peerWantsHandover(true);
            for (int i = 0; i < 5; i++) {
                advance(primary, 10_000_000L);
            }
            acknowledgeAll(ends.log());
            primary.run();
            assertEquals(NodeState.HANDING_OVER, primary.node().conductor().state(), "waits for the next hop");
            primary.port(1, 0).arrive(arp(OUTSIDE_MAC, 2, GATEWAY_MAC, GATEWAY, OUTSIDE_MAC, OUTSIDE));
            primary.run();
            advance(primary, 1_000_000L);
            assertArrayEquals(
                    ipv4(GATEWAY_MAC, OUTSIDE_MAC, 0x08080808),
                    primary.port(1, 0).sent().getLast());
            primary.run();
            assertEquals(NodeState.FENCED, primary.node().conductor().state());
        }
    }

    private static void acknowledgeAll(ReplicationLog log) {
        try (Arena arena = Arena.ofConfined()) {
            log.copyCommitted(arena.allocate(1024).address(), 1024);
        }
        assertTrue(log.acknowledge(log.sentOrdinal()));
    }

    @Test
    void shouldAnswerArpForItsOwnAddressesOnly() {
        settle();
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN + 1));
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN + 77));
        node.run();
        assertEquals(1, lan.sent().size());
        assertArrayEquals(
                arp(HOST_MAC, 2, OWN_MAC, OWN + 1, HOST_MAC, HOST), lan.sent().getFirst());
    }

    @Test
    void shouldKeepQuietAfterAStandstillUntilItHasHadTimeToHearOfASuccessor() {
        node.run();
        lan.sent().clear();
        node.manualClock().advance(3_000_000_000L);
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN));
        node.run();
        assertEquals(0, lan.sent().size(), "neither answers nor announcements");
        advance(300_000_000L);
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN));
        node.run();
        assertEquals(3, lan.sent().size(), "the announcements that were due, and an answer");
    }

    @Test
    void shouldSendToAConnectedHostThatItKnowsFromItsRequest() {
        settle();
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN));
        node.run();
        lan.sent().clear();
        wan.arrive(ipv4(OUTSIDE_MAC, GATEWAY_MAC, HOST));
        node.run();
        assertArrayEquals(ipv4(HOST_MAC, OWN_MAC, HOST), lan.sent().getFirst());
    }

    @Test
    void shouldHoldPacketsUntilTheNextHopAnswers() {
        settle();
        for (int i = 0; i < 3; i++) {
            lan.arrive(ipv4(OWN_MAC, HOST_MAC, 0x08080808));
        }
        node.run();
        assertEquals(1, wan.sent().size());
        assertArrayEquals(
                arp(BROADCAST, 1, OUTSIDE_MAC, OUTSIDE, "000000000000", GATEWAY),
                wan.sent().getFirst());
        wan.arrive(arp(OUTSIDE_MAC, 2, GATEWAY_MAC, GATEWAY, OUTSIDE_MAC, OUTSIDE));
        node.run();
        node.manualClock().advance(1_000_000);
        node.run();
        assertEquals(4, wan.sent().size());
        assertArrayEquals(ipv4(GATEWAY_MAC, OUTSIDE_MAC, 0x08080808), wan.sent().getLast());
    }

    /** Of one burst: to a known hop, to an unknown one, without a way, to the known hop again. */
    @Test
    void shouldSendABurstToItsNextHopsInOrder() {
        settle();
        wan.arrive(arp(OUTSIDE_MAC, 2, GATEWAY_MAC, GATEWAY, OUTSIDE_MAC, OUTSIDE));
        node.run();
        wan.sent().clear();
        int unknown = 0xcb007107;
        for (int destination : new int[] {0x08080801, 0x08080802, unknown, 0x08080803, 0x08080804}) {
            lan.arrive(ipv4(OWN_MAC, HOST_MAC, destination));
        }
        lan.arrive(frame(OWN_MAC, HOST_MAC, 0x86dd));
        lan.arrive(ipv4(OWN_MAC, HOST_MAC, 0x08080805));
        node.run();
        assertEquals(1, node.lost(Loss.NO_ROUTE.ordinal()));
        List<byte[]> sent = wan.sent().stream().filter(f -> f[13] == 0).toList(); // IPv4, not ARP
        assertEquals(5, sent.size());
        for (int i = 0; i < 5; i++) {
            assertArrayEquals(ipv4(GATEWAY_MAC, OUTSIDE_MAC, 0x08080801 + i), sent.get(i));
        }
        assertEquals(6, wan.sent().size(), "and a question for the unknown hop");
    }

    @Test
    void shouldCountPacketsWhoseNextHopNeverAnswers() {
        settle();
        for (int i = 0; i < PendingPackets.CAPACITY + 5; i++) {
            lan.arrive(ipv4(OWN_MAC, HOST_MAC, 0x08080808));
        }
        node.run();
        assertEquals(5, node.lost(Loss.NO_NEIGHBOUR.ordinal()));
        int asked = wan.sent().size();
        node.manualClock().advance(300_000_000L);
        node.run();
        assertEquals(asked + 1, wan.sent().size(), "it does not ask again");
        node.manualClock().advance(PendingPackets.TIMEOUT_NS);
        node.run();
        assertEquals(PendingPackets.CAPACITY + 5, node.lost(Loss.NO_NEIGHBOUR.ordinal()));
    }

    @Test
    void shouldCountPacketsWithoutRoute() {
        settle();
        wan.arrive(ipv4(OUTSIDE_MAC, GATEWAY_MAC, 0x08080808));
        wan.arrive(frame(OUTSIDE_MAC, GATEWAY_MAC, 0x86dd));
        node.run();
        assertEquals(2, node.lost(Loss.NO_ROUTE.ordinal()));
    }

    @Test
    void shouldRefuseForeignAndShortFrames() {
        settle();
        lan.arrive(ipv4(GATEWAY_MAC, HOST_MAC, HOST));
        lan.arrive(new byte[13]);
        lan.arrive(new byte[0]);
        node.run();
        assertEquals(1, node.lost(Loss.NOT_FOR_US.ordinal()));
        assertEquals(2, node.lost(Loss.MALFORMED_FRAME.ordinal()));
    }

    @Test
    void shouldCountEveryTruncationOfArpAsMalformed() {
        settle();
        byte[] request = arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN);
        for (int length = 0; length < 42; length++) {
            lan.arrive(Arrays.copyOf(request, length));
        }
        node.run();
        assertEquals(0, lan.sent().size());
        assertEquals(42, node.lost(Loss.MALFORMED_FRAME.ordinal()));
    }

    @Test
    void shouldNotLearnFromStationsOutsideTheNetworkNorItsOwnAddress() {
        settle();
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, 0x08080808, "000000000000", OWN));
        lan.arrive(arp(BROADCAST, 1, HOST_MAC, OWN, "000000000000", OWN));
        lan.arrive(arp(BROADCAST, 1, BROADCAST, HOST, "000000000000", OWN));
        node.run();
        assertEquals(0, node.node().links().getFirst().neighbourCount());
    }

    @Test
    void shouldAskAsAProbeAndAnswerNothingWhileBackup() {
        try (TestNode backup = node(Role.BACKUP)) {
            backup.run();
            backup.port(0, 0).arrive(arp(BROADCAST, 1, HOST_MAC, HOST, "000000000000", OWN));
            backup.port(0, 0).arrive(ipv4(OWN_MAC, HOST_MAC, HOST));
            backup.run();
            assertEquals(0, backup.port(0, 0).sent().size());
            assertEquals(1, backup.lost(Loss.NOT_PRIMARY.ordinal()));
            assertEquals(1, backup.node().links().getFirst().neighbourCount(), "it learns by listening");
        }
    }

    /** Lets the announcements pass. */
    private void settle() {
        advance(6_000_000_000L);
        lan.sent().clear();
        wan.sent().clear();
    }

    /** Time passes as it does for a node that runs: in steps far shorter than a standstill. */
    private void advance(long ns) {
        advance(node, ns);
    }

    private static void advance(TestNode node, long ns) {
        for (long step = 100_000_000L; ns > 0; ns -= step) {
            node.manualClock().advance(Math.min(step, ns));
            node.run();
        }
    }

    private static byte[] frame(String to, String from, int etherType) {
        return ByteBuffer.allocate(60)
                .put(HexFormat.of().parseHex(to))
                .put(HexFormat.of().parseHex(from))
                .putShort((short) etherType)
                .array();
    }

    private static byte[] ipv4(String to, String from, int destination) {
        byte[] frame = frame(to, from, 0x0800);
        ByteBuffer.wrap(frame).put(14, (byte) 0x45).putInt(30, destination);
        return frame;
    }

    private static byte[] arp(String to, int operation, String fromMac, int from, String targetMac, int target) {
        byte[] frame = frame(to, fromMac, 0x0806);
        ByteBuffer.wrap(frame)
                .position(14)
                .put(HexFormat.of().parseHex("0001080006040000"))
                .putShort(20, (short) operation)
                .put(HexFormat.of().parseHex(fromMac))
                .putInt(from)
                .put(HexFormat.of().parseHex(targetMac))
                .putInt(target);
        return frame;
    }
}
