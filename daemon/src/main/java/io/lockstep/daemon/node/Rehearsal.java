package io.lockstep.daemon.node;

import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.runtime.rehearsal.PromotionRehearsal;
import io.lockstep.runtime.role.Role;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the code of a promotion once on a backup that starts, so that its first real run, which ends an outage, finds it loaded and
 * linked. Main thread, before the agents; a rehearsal that fails costs time later and nothing else.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private Rehearsal() {}

    /** Rehearses where this node may be promoted one day. */
    static void run(NodeConfig config) {
        if (config.replication().isEmpty() || config.node().role() != Role.BACKUP) {
            return;
        }
        try {
            io.lockstep.runtime.node.PromoteResult result = PromotionRehearsal.run(config.release());
            PromoteResult.refused(result.message(), result.epoch());
            waitInVain();
        } catch (RuntimeException e) {
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
