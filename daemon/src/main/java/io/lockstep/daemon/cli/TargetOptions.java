package io.lockstep.daemon.cli;

import io.lockstep.daemon.admin.AdminClient;
import io.lockstep.daemon.config.ConfigException;
import io.lockstep.daemon.config.NodeConfigParser;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which daemon a command talks to. */
final class TargetOptions {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Target target;

    private static final class Target {
        @Option(
                names = {"-s", "--socket"},
                paramLabel = "SOCKET",
                description = "The daemon's admin socket.")
        private Path socket;

        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "The daemon's configuration, which names the socket.")
        private Path config;
    }

    AdminClient client() throws ConfigException {
        return new AdminClient(
                target.socket != null
                        ? target.socket
                        : NodeConfigParser.parse(target.config).node().adminSocket());
    }
}
