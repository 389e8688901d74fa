package io.lockstep.dpdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The C compiler that also builds the shim: {@code CC}, else {@code cc}. */
final class CCompiler {
    private CCompiler() {}

    static void compile(Path source, Path output, String... flags) {
        List<String> command =
                new ArrayList<>(List.of(Optional.ofNullable(System.getenv("CC")).orElse("cc")));
        command.addAll(List.of("-o", output.toString(), source.toString()));
        command.addAll(List.of(flags));
        run(command);
    }

    /** What a command prints; it must succeed. */
    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("%s failed: %s".formatted(command, output));
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(
                    "%s cannot be run: install a C compiler or name yours in CC".formatted(command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        }
    }

    static Path source(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
