package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the built daemon with an AOT cache, made as the manual advises operators: {@code bin/lockstep-make-cache --run} with a backup
 * whose primary streams to it. The copy lies in the run's folder and goes with it; the build itself stays as it is, and so do the
 * other benchmarks.
 */
final class TrainedHome {
    private static final String COPY = "trained";
    /** Beyond the training run: the daemon's start and end, and the JVM that makes the cache of what it has left. */
    private static final int BOUND_S = 120;

    private TrainedHome() {}

    /**
     * Copies the daemon and trains it.
     *
     * @param backup the configuration of the node that is trained, not yet started
     * @param seconds from its start to its end
     * @return the copy
     * @throws BenchmarkFailure when the cache could not be made; says why
     */
    static Path make(Lab lab, Path backup, int seconds) throws IOException, InterruptedException, BenchmarkFailure {
        Path home = lab.directory().resolve(COPY);
        copy(lab.home(), home);
        Path log = lab.directory().resolve("make-cache.log");
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin").resolve("lockstep-make-cache").toString(),
                        "--run",
                        backup.toString(),
                        Integer.toString(seconds))
                .directory(lab.directory().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = Children.start(builder);
        try {
            if (!process.waitFor(seconds + BOUND_S, TimeUnit.SECONDS)) {
                throw new BenchmarkFailure(
                        "lockstep-make-cache does not end within " + (seconds + BOUND_S) + " s" + end(log));
            }
            if (process.exitValue() != 0) {
                throw new BenchmarkFailure(
                        "lockstep-make-cache has ended with exit code " + process.exitValue() + end(log));
            }
            return home;
        } finally {
            Children.end(process);
        }
    }

    /** With the files' times: the JVM takes a cache only for jars that have those which it was made of. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "" : ": " + lines.getLast();
    }
}
