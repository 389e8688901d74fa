package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In processes of their own: what a thread may use cannot be widened again here without knowing what it was. */
@EnabledOnOs(OS.LINUX)
final class OtherThreadsTest {
    private static final int SECONDS = 60;

    private static List<Integer> cpus() {
        return OtherThreads.allowed().stream().boxed().toList();
    }

    @Test
    void shouldSeeTheCpusOfTheProcess() {
        BitSet allowed = OtherThreads.allowed();
        assertFalse(allowed.isEmpty());
        assertTrue(allowed.cardinality() >= Runtime.getRuntime().availableProcessors(), allowed.toString());
    }

    @Test
    void shouldKeepEveryThreadOffTheAgentsCores() throws Exception {
        List<Integer> cpus = cpus();
        if (cpus.size() > 1) {
            assertEquals(cpus.subList(1, cpus.size()).toString(), allowedAfter(List.of(cpus.getFirst())));
        }
    }

    @Test
    void shouldLeaveTheThreadThatMayStayWhereItIs() throws Exception {
        List<Integer> cpus = cpus();
        if (cpus.size() > 1) {
            String rest = cpus.subList(1, cpus.size()).toString();
            assertEquals(
                    Stream.of(cpus.toString(), rest).sorted().collect(Collectors.joining(" and ")),
                    allowedAfter(List.of(cpus.getFirst()), "free"));
        }
    }

    @Test
    void shouldLeaveThreadsWhereThereIsNoOtherCore() throws Exception {
        assertEquals(cpus().toString(), allowedAfter(cpus()));
    }

    @Test
    void shouldLeaveThreadsWhereAgentsAreNotPinned() throws Exception {
        assertEquals(cpus().toString(), allowedAfter(List.of()));
    }

    /** What all threads of a process may use after it has kept them off some cores; all alike. */
    private static String allowedAfter(List<Integer> agentCores) throws Exception {
        return allowedAfter(agentCores, "none");
    }

    private static String allowedAfter(List<Integer> agentCores, String free) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        agentCores.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        free)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the JVM has not ended");
            return lines.getLast();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The process. */
    public static final class Child {
        private Child() {}

        /** Keeps its threads, one named {@code free} apart, off the cores in the first argument; prints where they may run. */
        public static void main(String[] arguments) throws IOException {
            Thread.ofPlatform().daemon().name("free").start(LockSupport::park);
            OtherThreads.keepOff(
                    Stream.of(arguments[0].split(","))
                            .filter(text -> !text.isEmpty())
                            .map(Integer::valueOf)
                            .toList(),
                    arguments[1]);
            TreeSet<String> seen = new TreeSet<>();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
                for (Path task : tasks.toList()) {
                    for (String line : Files.readAllLines(task.resolve("status"))) {
                        if (line.startsWith("Cpus_allowed_list:")) {
                            seen.add(expand(line.substring(line.indexOf('\t') + 1)));
                        }
                    }
                }
            }
            System.out.println(String.join(" and ", seen));
        }

        private static String expand(String ranges) {
            return Stream.of(ranges.split(","))
                    .map(range -> range.split("-"))
                    .flatMapToInt(ends ->
                            IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
                    .boxed()
                    .toList()
                    .toString();
        }
    }
}
