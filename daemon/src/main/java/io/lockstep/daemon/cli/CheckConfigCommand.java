package io.lockstep.daemon.cli;

import io.lockstep.daemon.config.ConfigException;
import io.lockstep.daemon.config.FileChecks;
import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.NodeConfigParser;
import io.lockstep.daemon.config.NodeNfConfig;
import io.lockstep.daemon.plugin.CheckSetup;
import io.lockstep.daemon.plugin.LoadedFunction;
import io.lockstep.daemon.plugin.PluginException;
import io.lockstep.daemon.plugin.PluginLoader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code lockstep check-config}: everything about a configuration that can be known without running it. */
final class CheckConfigCommand implements Callable<Integer> {
    private final PositionalParamSpec config = PositionalParamSpec.builder()
            .index("0")
            .type(Path.class)
            .required(true)
            .paramLabel("FILE")
            .description("The node's configuration.")
            .build();
    private final OptionSpec noPlugins =
            CommandModels.flag("--no-plugins", "Look at the file alone, for a machine that does not have the plugins.");
    private final CommandSpec spec = CommandModels.command(
                    "check-config",
                    "Check a configuration, open its plugins to check their sections too, and say what would run.",
                    this)
            .addPositional(config)
            .addOption(noPlugins);

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws ConfigException {
        NodeConfig parsed = NodeConfigParser.parse(config.getValue());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (CommandModels.isGiven(noPlugins)) {
            ConfigReport.write(parsed, List.of(), out);
            return ExitCode.OK;
        }
        try (PluginLoader loader = new PluginLoader()) {
            List<LoadedFunction> functions = new ArrayList<>();
            boolean failed = false;
            for (FunctionSettings function : parsed.functions()) {
                try {
                    functions.add(open(parsed, function, loader));
                } catch (PluginException e) {
                    failed = true;
                    report(e, err);
                }
            }
            FileChecks.problems(parsed).forEach(err::println);
            if (failed || !FileChecks.problems(parsed).isEmpty()) {
                err.flush();
                return ExitCode.CONFIG;
            }
            ConfigReport.write(parsed, functions, out);
            return ExitCode.OK;
        }
    }

    private static LoadedFunction open(NodeConfig config, FunctionSettings function, PluginLoader loader)
            throws PluginException {
        LoadedFunction loaded = loader.load(function);
        NodeNfConfig section = config.nfConfig(function);
        CheckSetup setup = new CheckSetup(
                function.name(), section, config.portInfos(), config.node().owners(), function.owner());
        loaded.open(section, setup).close();
        return loaded;
    }

    private static void report(PluginException e, PrintWriter err) {
        err.println(e.getMessage());
        Throwable ofAuthor = RunCommand.ofPluginAuthor(e);
        if (ofAuthor != null) {
            ofAuthor.printStackTrace(err);
        }
    }
}
