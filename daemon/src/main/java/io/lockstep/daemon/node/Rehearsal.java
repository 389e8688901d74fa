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
 * Runs the code of a promotion on a backup that starts, so that its real run, which ends an outage, finds it loaded, linked and
 * compiled. Main thread, before the agents; a rehearsal that fails costs time later and nothing else.
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

    private Rehearsal() {}

    /** Rehearses where this node may be promoted one day. */
    static void run(NodeConfig config, EpochStore epochs) {
        if (config.replication().isEmpty() || config.node().role() != Role.BACKUP) {
            return;
        }
        try {
            for (int i = 0; i < PROMOTIONS; i++) {
                io.lockstep.runtime.node.PromoteResult result = PromotionRehearsal.run(config.release());
                PromoteResult.refused(result.message(), result.epoch());
            }
            waitInVain();
            if (epochs instanceof EpochFile file) {
                file.rehearse(SAVES);
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
