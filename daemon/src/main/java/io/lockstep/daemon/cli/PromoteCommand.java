package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.runtime.node.PromotionKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep promote}: makes a backup the primary. */
@Command(
        name = "promote",
        description =
                "Make a backup the primary. Run on the backup. Refused while its primary is connected, or when it has diverged.")
final class PromoteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--force",
            description =
                    "Promote also while the primary is connected, or when this node has diverged: connections may break.")
    private boolean force;

    @Option(
            names = "--switchover",
            description =
                    "Planned: the connected primary finishes what it has and hands over. No packet is lost; the old primary ends fenced.")
    private boolean switchover;

    @Override
    public Integer call() throws ConfigException, AdminException {
        if (force && switchover) {
            throw new ParameterException(
                    spec.commandLine(), "--force and --switchover exclude each other: a forced promotion asks nobody");
        }
        PromoteResult result = target.client()
                .promote(switchover ? PromotionKind.SWITCHOVER : force ? PromotionKind.FORCED : PromotionKind.TAKEOVER);
        if (!result.accepted()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("lockstep: refused: " + result.message());
            err.flush();
            return ExitCode.REFUSED;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(result.message());
        if (result.primaryAtUs() > 0) {
            out.printf(
                    "primary in epoch %d after %d us%n", result.epoch(), result.primaryAtUs() - result.acceptedAtUs());
        }
        out.flush();
        return ExitCode.OK;
    }
}
