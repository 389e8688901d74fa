package io.lockstep.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.replication.ChannelStatus;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.testing.TallyFunction;
import io.lockstep.runtime.testing.TestNode;
import org.junit.jupiter.api.Test;

/** One node whose role changes at a bad moment, or whose network function or wire misbehaves. */
final class RoleChangeTest {
    private static FunctionSpec tally() {
        return new FunctionSpec("tally", new TallyFunction(), null, 0);
    }

    private static TestNode node(Role role, boolean paired) {
        return new TestNode(TestNode.options(role, paired, 1, 1), tally());
    }

    private static ChannelStatus status(TestNode node) {
        return node.node().ends().getFirst().status();
    }

    @Test
    void shouldGiveAnOversizedFrameBackToThePoolWhileNotPrimary() {
        try (TestNode backup = node(Role.BACKUP, true)) {
            backup.port(0, 0).arrive(new byte[backup.buffers().dataBytes() + 1]);
            backup.run();
            assertEquals(0, backup.buffers().inUse(), "a buffer without address waits for the next record");
            assertEquals(1, backup.lost(Loss.NOT_PRIMARY.ordinal()));
        }
    }
}
