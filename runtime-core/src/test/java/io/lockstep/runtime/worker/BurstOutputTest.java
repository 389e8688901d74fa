package io.lockstep.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.DropReason;
import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.ArrayPort;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves, and in which order, does not depend on how packets were received: many in a burst, or one by one. */
final class BurstOutputTest {
    private static final int SEEDS = 300;
    private static final int BURST = PortInput.BURST;
    private static final int COMMAND = 14;
    private static final int MARK = 16;
    private static final int RANDOM = 24;
    private static final int PASS = 0;
    private static final int FORWARD_LEFT = 1;
    private static final int FORWARD_RIGHT = 2;
    private static final int DROP = 3;
    private static final int EMIT_AND_PASS = 4;
    private static final int EMIT_AND_DROP = 5;
    private static final int EMIT_AND_FINISH = 6;
    private static final int MOVE = 7;
    private static final int CUT = 8;
    private static final int THROW = 9;
    private static final int COMMANDS = 10;

    /** Writes a random number into the packet and does what a byte of it says. */
    private static final class Commanded implements NetworkFunctionFactory {
        @Override
        public String type() {
            return "commanded";
        }

        @Override
        public NetworkFunction open(NfSetup setup) {
            DropReason asked = setup.dropReason("asked-" + setup.name(), "asked for");
            return () -> context -> process(context, asked);
        }

        private static void process(PacketContext context, DropReason asked) {
            Packet packet = context.packet();
            int command = packet.getUnsignedByte(COMMAND);
            packet.putLong(RANDOM, packet.getLong(RANDOM) * 31 + context.random());
            if (command == EMIT_AND_PASS || command == EMIT_AND_DROP || command == EMIT_AND_FINISH) {
                Packet copy = context.newPacket(packet.length());
                copy.copyFrom(0, packet, 0, packet.length());
                copy.putByte(COMMAND + 1, 0xee);
                context.emit(copy, 1);
            }
            switch (command) {
                case FORWARD_LEFT -> context.forward(0);
                case FORWARD_RIGHT -> context.forward(1);
                case DROP, EMIT_AND_DROP -> context.drop(asked);
                case EMIT_AND_FINISH -> context.done();
                case MOVE -> {
                    packet.moveStart(-2);
                    packet.putShort(0, 0x1234);
                    packet.putByte(COMMAND, PASS);
                    context.pass();
                }
                case CUT -> {
                    packet.resize(packet.length() - 1);
                    context.pass();
                }
                case THROW -> throw new IllegalStateException("asked to throw");
                default -> context.pass();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldDoTheSameInBurstsAsOneByOne(int functions) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<byte[]> frames = frames(new Random(seed));
            try (TestNode bursts = node(functions);
                    TestNode single = node(functions)) {
                frames.forEach(bursts.port(0, 0)::arrive);
                bursts.run();
                for (byte[] frame : frames) {
                    single.port(0, 0).arrive(frame);
                    single.run();
                }
                assertSame(single, bursts, "seed " + seed);
            }
        }
    }

    @Test
    void shouldSendWhatAPortDoesNotTakeLaterAndInOrder() {
        try (TestNode node = node(1)) {
            ArrayPort right = node.port(1, 0);
            right.accept(5);
            arrive(node, 3 * BURST);
            node.run();
            assertEquals(5, right.sent().size());
            arrive(node, BURST);
            right.accept(Integer.MAX_VALUE);
            node.run();
            assertEquals(4 * BURST, right.sent().size());
            for (int i = 0; i < 4 * BURST; i++) {
                assertEquals(i % (3 * BURST), right.sent().get(i)[MARK], "packet " + i);
            }
            assertAllEnded(node);
        }
    }

    @Test
    void shouldSendFromWhereThePacketsLie() {
        try (TestNode node = node(1)) {
            arrive(node, 2 * BURST);
            node.run();
            assertEquals(2 * BURST, node.port(1, 0).sentAsReceived());
        }
    }

    @Test
    void shouldGoOnReceivingInOneDutyCycleWhileFullBurstsEndAtOnce() {
        try (TestNode node = node(1)) {
            arrive(node, 20 * BURST);
            node.step();
            assertEquals(12 * BURST, node.port(0, 0).waiting());
        }
    }

    @Test
    void shouldReceiveOneBurstInADutyCycleWhenInputsWaitForAnOwner() {
        try (TestNode node = started(new FunctionSpec("tally", new TallyFunction(), null, 0))) {
            for (int i = 0; i < 20 * BURST; i++) {
                node.port(0, 0).arrive(TallyFunction.frame(0, i == 3 ? 1 : 0, i));
            }
            node.step();
            assertEquals(19 * BURST, node.port(0, 0).waiting());
        }
    }

    private static void assertSame(TestNode single, TestNode bursts, String what) {
        for (int port = 0; port < 2; port++) {
            List<byte[]> expected = single.port(port, 0).sent();
            List<byte[]> sent = bursts.port(port, 0).sent();
            assertEquals(expected.size(), sent.size(), what + ", port " + port);
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(expected.get(i), sent.get(i), what + ", port " + port + ", frame " + i);
            }
        }
        assertEquals(single.faults().size(), bursts.faults().size(), what);
        assertAllEnded(bursts);
    }

    /** Every input has ended: otherwise the window would stop the node sooner or later. */
    private static void assertAllEnded(TestNode node) {
        assertEquals(0, node.node().workers().getFirst().inFlight());
        arrive(node, 4 * BURST);
        node.run();
        assertEquals(0, node.port(0, 0).waiting());
    }

    /** Mostly packets that leave as they came, in runs. */
    private static List<byte[]> frames(Random random) {
        List<byte[]> frames = new ArrayList<>();
        int count = 1 + random.nextInt(3 * BURST);
        int command = PASS;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) {
                command = random.nextBoolean() ? PASS : random.nextInt(COMMANDS);
            }
            frames.add(random.nextInt(30) == 0 ? new byte[10] : frame(command, i));
        }
        return frames;
    }

    private static void arrive(TestNode node, int count) {
        for (int i = 0; i < count; i++) {
            node.port(0, 0).arrive(frame(PASS, i % 128));
        }
    }

    private static byte[] frame(int command, int mark) {
        byte[] frame = new byte[64];
        frame[COMMAND] = (byte) command;
        frame[MARK] = (byte) mark;
        return frame;
    }

    private static TestNode node(int functions) {
        FunctionSpec[] specs = new FunctionSpec[functions];
        for (int i = 0; i < functions; i++) {
            specs[i] = new FunctionSpec("commanded" + i, new Commanded(), null, 0);
        }
        return started(specs);
    }

    private static TestNode started(FunctionSpec... functions) {
        TestNode node = new TestNode(TestNode.options(Role.PRIMARY, false, 1, 1), functions);
        node.run();
        assertTrue(node.node().workers().getFirst().reachedMode().takesInput());
        return node;
    }
}
