package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.daemon.config.NodeConfigParser;
import java.nio.file.Path;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which daemon a command talks to: exactly one of two options says so. */
final class TargetOptions {
    private final OptionSpec socket = OptionSpec.builder("-s", "--socket")
            .type(Path.class)
            .paramLabel("SOCKET")
            .description("The daemon's admin socket.")
            .required(true)
            .build();
    private final OptionSpec config = OptionSpec.builder("-c", "--config")
            .type(Path.class)
            .paramLabel("FILE")
            .description("The daemon's configuration, which names the socket.")
            .required(true)
            .build();

    ArgGroupSpec group() {
        return ArgGroupSpec.builder()
                .exclusive(true)
                .multiplicity("1")
                .addArg(socket)
                .addArg(config)
                .build();
    }

    AdminClient client() throws ConfigException {
        Path named = socket.getValue();
        return new AdminClient(
                named != null
                        ? named
                        : NodeConfigParser.parse(config.getValue()).node().adminSocket());
    }
}
