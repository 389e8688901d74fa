package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What figures depend on: the machine, its system, DPDK, the JVM. What cannot be read is said to be unknown. */
final class Machine {
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final String UNKNOWN = "unknown";
    private static final int ANSWER_SECONDS = 5;

    private Machine() {}

    /** Names and values, in the order in which people want to read them. */
    static Map<String, String> describe(Lab lab) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", field("/proc/cpuinfo", "model name"));
        facts.put("cores", Runtime.getRuntime().availableProcessors() + ", used: " + cores(lab));
        facts.put("caches", caches());
        facts.put("memory", field("/proc/meminfo", "MemTotal"));
        facts.put("hypervisor", hypervisor());
        facts.put("kernel", read(Path.of("/proc/sys/kernel/osrelease")));
        facts.put("transparent huge pages", read(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")));
        facts.put("hugepages", field("/proc/meminfo", "HugePages_Total") + " of 2 MB, used: " + lab.hugePages());
        facts.put("dpdk", answer("pkg-config", "--modversion", "libdpdk"));
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("jvm options", options(lab.home().resolve("etc").resolve("jvm.options")));
        return facts;
    }

    private static String cores(Lab lab) {
        return lab.firstCore() + " and " + lab.secondCore();
    }

    private static String hypervisor() {
        if (!field("/proc/cpuinfo", "flags").contains(" hypervisor")) {
            return "none";
        }
        return answer("systemd-detect-virt", "--vm");
    }

    private static String caches() {
        try (Stream<Path> levels = Files.list(CACHES)) {
            String text = levels.filter(path -> path.getFileName().toString().startsWith("index"))
                    .sorted()
                    .map(path -> "L" + read(path.resolve("level")) + " "
                            + read(path.resolve("type")).toLowerCase(Locale.ROOT) + " " + read(path.resolve("size")))
                    .collect(Collectors.joining(", "));
            return text.isEmpty() ? UNKNOWN : text;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String options(Path file) {
        String more = System.getenv("LOCKSTEP_JAVA_OPTS");
        try (Stream<String> lines = Files.lines(file)) {
            String text = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.joining(" "));
            return more == null ? text : text + " " + more;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .map(value -> name.equals("flags") ? " " + value : value)
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** What a command says that may not be there. */
    private static String answer(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                    return UNKNOWN;
                }
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return text.isEmpty() ? UNKNOWN : text;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
