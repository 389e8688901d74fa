package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.AdminException;
import io.lockstep.daemon.admin.PromoteResult;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.runtime.node.PromotionKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code lockstep promote}: makes a backup the primary. */
final class PromoteCommand implements Callable<Integer> {
    private final TargetOptions target = new TargetOptions();
    private final OptionSpec force = CommandModels.flag(
            "--force",
            "Promote also while the primary is connected, or when this node has diverged: connections may break.");
    private final OptionSpec switchover = CommandModels.flag(
            "--switchover",
            "Planned: the connected primary finishes what it has and hands over. No packet is lost; the old primary ends"
                    + " fenced.");
    private final CommandSpec spec = CommandModels.command(
                    "promote",
                    "Make a backup the primary. Run on the backup. Refused while its primary is connected, or when it has"
                            + " diverged.",
                    this)
            .addArgGroup(target.group())
            .addOption(force)
            .addOption(switchover);

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws ConfigException, AdminException {
        boolean forced = CommandModels.isGiven(force);
        boolean planned = CommandModels.isGiven(switchover);
        if (forced && planned) {
            throw new ParameterException(
                    spec.commandLine(), "--force and --switchover exclude each other: a forced promotion asks nobody");
        }
        PromoteResult result = target.client()
                .promote(planned ? PromotionKind.SWITCHOVER : forced ? PromotionKind.FORCED : PromotionKind.TAKEOVER);
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
