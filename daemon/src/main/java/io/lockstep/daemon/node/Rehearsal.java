package io.lockstep.daemon.node;

import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.runtime.rehearsal.PromotionRehearsal;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.Role;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the code of a promotion on a backup, so that its real run, which ends an outage, finds it loaded, linked and compiled: when the
 * backup starts, and once more when its primary is lost. A rehearsal that fails costs time later and nothing else.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /**
     * The JIT compiles, and profiles, a method that has run 200 times; what it then sees taken once it does not leave out of the code
     * that it makes for a backup later. A few small methods reach the 5,000 runs after which it makes that code for the rehearsal's
     * stand-ins, and are made anew; a worker's, an owner's and the conductor's duty cycle stay far below.
     */
    private static final int PROMOTIONS = 400;

    private static final int SAVES = 1_000;

    /**
     * The first throws away what the JIT has compiled for a backup and cannot be used by a primary, and fetches from memory what no cache
     * holds any more; the second runs what that has left.
     */
    private static final int PROMOTIONS_AT_LOSS = 2;

    private static final int SAVES_AT_LOSS = 3;

    private Rehearsal() {}

    /** Whether this node may be promoted one day. */
    static boolean isWanted(NodeConfig config) {
        return config.replication().isPresent() && config.node().role() == Role.BACKUP;
    }

    /** Rehearses where it is wanted. Main thread, before the agents. */
    static void run(NodeConfig config, EpochStore epochs) {
        if (isWanted(config)) {
            play(config, epochs, PROMOTIONS, SAVES);
        }
    }

    /** Rehearses once more, in some milliseconds, beside a node that runs. A thread that is no agent. */
    static void runAtLoss(NodeConfig config, EpochStore epochs) {
        play(config, epochs, PROMOTIONS_AT_LOSS, SAVES_AT_LOSS);
    }

    private static void play(NodeConfig config, EpochStore epochs, int promotions, int saves) {
        try {
            for (int i = 0; i < promotions; i++) {
                io.lockstep.runtime.node.PromoteResult result = PromotionRehearsal.run(config.release());
                PromoteResult.refused(result.message(), result.epoch());
            }
            waitInVain();
            if (epochs instanceof EpochFile file) {
                file.rehearse(saves);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the rehearsal of a promotion has failed; the node goes on, a real one will take longer", e);
        }
    }

    /** As the admin thread waits for the conductor's answer. */
    private static void waitInVain() {
        try {
            new CompletableFuture<Void>().get(1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // As it must be: nobody completes it.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
