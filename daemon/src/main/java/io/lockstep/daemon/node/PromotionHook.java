package io.lockstep.daemon.node;

import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.role.Term;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's {@code on-promote} command when this node has become primary by promotion, on a thread of its own so that
 * nothing waits for it. The command gets the node's name and epoch as arguments.
 */
final class PromotionHook {
    private static final Logger LOG = LoggerFactory.getLogger(PromotionHook.class);
    private static final int TIMEOUT_S = 60;

    private final String node;
    private final Optional<Path> command;
    private final Executor runner;
    private boolean promoting;

    PromotionHook(NodeConfig config) {
        this.node = config.node().name();
        this.command = config.hooks().onPromote();
        this.runner = command.isPresent() ? SideThread.start("on-promote") : Runnable::run;
        call(0); // links the lambda now rather than in the middle of an outage
    }

    /** Conductor thread. */
    void onState(NodeState state, Term term) {
        boolean promoted = promoting && state == NodeState.SOLO;
        promoting = state == NodeState.DRAINING || (promoting && state == NodeState.GOING_LIVE);
        if (promoted && command.isPresent()) {
            runner.execute(call(term.epoch()));
        }
    }

    private Runnable call(long epoch) {
        return () -> run(command.orElseThrow().toString(), Long.toString(epoch));
    }

    private void run(String program, String epoch) {
        try {
            Process process = new ProcessBuilder(program, node, epoch)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                LOG.info("hooks.on-promote {} has ended with exit code {}", program, process.exitValue());
            } else {
                process.destroyForcibly();
                LOG.warn("hooks.on-promote {} ran for more than {} s and was killed", program, TIMEOUT_S);
            }
        } catch (IOException e) {
            LOG.warn("hooks.on-promote {} could not be run: {}", program, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
