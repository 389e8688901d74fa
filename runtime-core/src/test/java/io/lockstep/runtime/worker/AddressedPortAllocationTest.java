package io.lockstep.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.PortInfo;
import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.LoopNode;
import io.lockstep.runtime.testing.TestNode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * I7 for layer 2: next hops found, asked for, refreshed and given up, ARP answered, frames refused, all without a heap object. Only a
 * neighbour that is new or has a new MAC address costs one (a copied table), and here there is one such.
 */
final class AddressedPortAllocationTest {
    private static final int ROUNDS = 5_000;
    private static final long STEP_NS = 1_000_000;
    private static final int OWN = 0x0a000001; // 10.0.0.1
    private static final int HOST = 0x0a00000a; // 10.0.0.10
    private static final int ABSENT = 0x0a00000b; // 10.0.0.11
    private static final int ELSEWHERE = 0xc6336409; // 198.51.100.9
    private static final String LEFT_MAC = "020000000001";
    private static final String RIGHT_MAC = "020000000002";
    private static final String HOST_MAC = "0200000000aa";

    private final byte[][] fromLan = {
        arp(1, HOST, OWN),
        arp(2, HOST, OWN),
        ipv4(LEFT_MAC, ELSEWHERE),
        ipv4("0200000000bb", ELSEWHERE),
        frame(LEFT_MAC, 0x86dd),
        new byte[13]
    };
    private final byte[][] fromWan = {ipv4(RIGHT_MAC, HOST), ipv4(RIGHT_MAC, ABSENT), ipv4(RIGHT_MAC, HOST)};

    @Test
    void shouldAllocateNothingOnAPrimary() {
        try (LoopNode node = node(Role.PRIMARY)) {
            assertQuiet(node);
            assertTrue(node.lost(Loss.NO_NEIGHBOUR.ordinal()) > 0, "the absent host was given up");
            assertTrue(node.lost(Loss.NO_ROUTE.ordinal()) > 0, "there is no way to elsewhere");
            assertTrue(node.lost(Loss.NOT_FOR_US.ordinal()) > 0, "frames to others");
            assertTrue(node.lost(Loss.MALFORMED_FRAME.ordinal()) > 0, "short frames");
            assertTrue(
                    node.left().sent() > ROUNDS,
                    "answers and packets: " + node.left().sent());
        }
    }

    @Test
    void shouldAllocateNothingOnABackup() {
        try (LoopNode node = node(Role.BACKUP)) {
            assertQuiet(node);
            assertEquals(1, node.node().links().getFirst().neighbourCount(), "it learns by listening");
            assertTrue(node.lost(Loss.NOT_PRIMARY.ordinal()) > 0, "packets that the primary has too");
        }
    }

    private LoopNode node(Role role) {
        return new LoopNode(
                TestNode.options(role, role == Role.BACKUP, 1, 1),
                List.of(
                        new LinkSettings(new PortInfo(0, "left", List.of(OWN), 24, 1500), 0x020000000001L, 0, false, 1),
                        new LinkSettings(
                                new PortInfo(1, "right", List.of(0xcb007101), 24, 1500), 0x020000000002L, 0, false, 0)),
                2048,
                fromLan,
                fromWan);
    }

    private static void assertQuiet(LoopNode node) {
        assertEquals(0, AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                node.manualClock().advance(STEP_NS);
                node.left().arrive(6);
                node.right().arrive(3);
                node.step();
            }
        }));
    }

    private static byte[] frame(String to, int etherType) {
        return ByteBuffer.allocate(60)
                .put(HexFormat.of().parseHex(to))
                .put(HexFormat.of().parseHex(HOST_MAC))
                .putShort((short) etherType)
                .array();
    }

    private static byte[] ipv4(String to, int destination) {
        byte[] frame = frame(to, 0x0800);
        ByteBuffer.wrap(frame).put(14, (byte) 0x45).putInt(30, destination);
        return frame;
    }

    private static byte[] arp(int operation, int sender, int target) {
        byte[] frame = frame(LEFT_MAC, 0x0806);
        ByteBuffer.wrap(frame)
                .position(14)
                .put(HexFormat.of().parseHex("0001080006040000"))
                .putShort(20, (short) operation)
                .put(HexFormat.of().parseHex(HOST_MAC))
                .putInt(sender)
                .put(HexFormat.of().parseHex(LEFT_MAC))
                .putInt(target);
        return frame;
    }
}
