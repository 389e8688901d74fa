package io.lockstep.simulator.world;

import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.role.Role;

/** Looks at a pair that nothing disturbs any more, and does what a sensible operator would. */
final class Operator {
    private final World world;

    Operator(World world) {
        this.world = world;
    }

    /**
     * A sensible operator: promotes a backup whose primary is gone or has started anew; restarts one that cannot be promoted without
     * force, because it was not in sync yet or its primary had gone on without it, and now waits for a session that nobody has; restarts
     * a replaced primary whose successor has lost everything, too.
     */
    void act() {
        Machine backup = world.machine(1);
        Machine primary = world.machine(0);
        boolean useless = backup.isUp()
                && (backup.state() == NodeState.JOINING
                        || (backup.state() == NodeState.PRIMARY_LOST && leftBehind(backup)));
        if (useless && isForeign(backup, primary)) {
            backup.stop();
            backup.start();
        }
        if (world.scenario().planned()) {
            backup.promoteIfInSync();
        }
        if (primary.isUp() && primary.state() == NodeState.FENCED && isEmpty(backup)) {
            primary.stop();
            primary.start();
        }
        if (backup.isUp() && primary.isUp() && world.epochs().wasForced() && isDoubled(primary, backup)) {
            backup.stop(); // as both nodes' status asks for
            backup.start();
        }
        if (!backup.isUp() || backup.state() != NodeState.PRIMARY_LOST) {
            return;
        }
        boolean gone = !primary.isUp()
                || primary.state() == NodeState.FENCED
                || (primary.state() == NodeState.WAITING_FOR_BACKUP
                        && !backup.session().equals(primary.session()));
        if (gone) {
            var unused = backup.promote(PromotionKind.TAKEOVER);
        }
    }

    private static boolean isDoubled(Machine primary, Machine backup) {
        return backup.state() == NodeState.SOLO
                && primary.term().role() == Role.PRIMARY
                && primary.term().epoch() == backup.term().epoch();
    }

    private static boolean isEmpty(Machine backup) {
        return backup.isUp() && backup.state() == NodeState.JOINING && backup.session() == null;
    }

    private static boolean isForeign(Machine backup, Machine primary) {
        return primary.isUp()
                && primary.state() == NodeState.WAITING_FOR_BACKUP
                && backup.session() != null
                && !backup.session().equals(primary.session());
    }

    /** Whether a backup that was in sync knows that its primary has gone on without it. */
    static boolean leftBehind(Machine machine) {
        return machine.node().node().ends().stream()
                .anyMatch(ends -> ends.status().leftBehind());
    }
}
