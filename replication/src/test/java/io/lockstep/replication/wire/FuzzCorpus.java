package io.lockstep.replication.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a fuzz target starts from and what was kept of its runs: {@code src/test/fuzz/TARGET}, a file per input. A finding stays
 * there for good, as {@code crash-...}, and every unit test run replays it. docs/decisions/0009-fuzzing.md.
 */
public final class FuzzCorpus {
    private static final Path KEPT = Path.of("src/test/fuzz");

    private FuzzCorpus() {}

    /** Runs a target on its kept inputs; returns how many there were. */
    public static int replay(String target, Consumer<byte[]> run) {
        int count = 0;
        try (Stream<Path> files = Files.list(KEPT.resolve(target))) {
            for (Path file : files.sorted().toList()) {
                try {
                    run.accept(Files.readAllBytes(file));
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(target + " fails on " + file, e);
                }
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    /** Writes a target's seeds as files, for the fuzzer to start from. */
    public static void write(Path folder, List<byte[]> seeds) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }

    /** An operation's number and a block, as {@link FuzzInput#block} reads it. */
    public static byte[] block(int operation, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(operation);
        out.write(bytes.length);
        out.write(bytes.length >>> 8);
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** Joins operations. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
