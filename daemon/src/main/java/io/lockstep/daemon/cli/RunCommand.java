package io.lockstep.daemon.cli;

import io.lockstep.daemon.DaemonRunner;
import io.lockstep.daemon.Logging;
import io.lockstep.daemon.StartException;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.daemon.config.FileChecks;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.NodeConfigParser;
import io.lockstep.daemon.config.Problem;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.nf.NfConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lockstep run}: runs a node in the foreground until SIGTERM or SIGINT. */
final class RunCommand implements Callable<Integer> {
    private final DaemonRunner runner;
    private final OptionSpec config = OptionSpec.builder("-c", "--config")
            .type(Path.class)
            .required(true)
            .paramLabel("FILE")
            .description("The node's configuration.")
            .build();
    private final CommandSpec spec = CommandModels.command(
                    "run", "Run a node in the foreground until SIGTERM or SIGINT.", this)
            .addOption(config);

    RunCommand(DaemonRunner runner) {
        this.runner = runner;
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws ConfigException {
        NodeConfig parsed = NodeConfigParser.parse(config.getValue());
        List<Problem> missing = FileChecks.problems(parsed);
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        Logging.configure(parsed.logging().level());
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        try {
            return runner.run(parsed);
        } catch (PluginException e) {
            log.error("{}", e.getMessage(), ofPluginAuthor(e));
            return ExitCode.CONFIG;
        } catch (StartException e) {
            log.error("{}", e.getMessage());
            log.debug("the cause is", e);
            return ExitCode.FAILED;
        } catch (RuntimeException e) {
            log.error("node {} has failed", parsed.node().name(), e);
            return ExitCode.FAILED;
        }
    }

    /** The stack trace that helps a plugin's author; null where the message says it all. */
    static Throwable ofPluginAuthor(PluginException e) {
        return e.getCause() instanceof NfConfigException ? null : e.getCause();
    }
}
