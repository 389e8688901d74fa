package io.lockstep.benchmarks.torture;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code scripts/torture} asks for, from arguments {@code key=value}; the script checks the form of what users type.
 *
 * @param run prefix of the namespaces
 * @param directory for configurations, sockets and logs
 * @param kept where failed rounds leave their files
 * @param home the daemon's distribution
 * @param hugePages whether there are free hugepages
 * @param rounds how many
 * @param seed of the first round; the following ones count on
 * @param faults to take in turn
 * @param freezeMs how long SIGSTOP lasts
 * @param json where to write the figures
 */
record TortureOptions(
        String run,
        Path directory,
        Path kept,
        Path home,
        boolean hugePages,
        int rounds,
        long seed,
        List<Fault> faults,
        long freezeMs,
        Optional<Path> json) {
    private static final long FREEZE_MS = 10_000;
    private static final long SHORT_FREEZE_MS = 3_000;

    static TortureOptions parse(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("argument " + arg + ", expected key=value");
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        boolean shortOne = Boolean.parseBoolean(required(values, "short"));
        List<Fault> faults = Optional.ofNullable(values.get("only"))
                .map(label -> List.of(Fault.labelled(label)))
                .orElse(List.of(Fault.values()));
        return new TortureOptions(
                required(values, "run"),
                Path.of(required(values, "directory")),
                Path.of(required(values, "kept")),
                Path.of(required(values, "home")),
                Boolean.parseBoolean(required(values, "huge-pages")),
                values.containsKey("rounds") ? Integer.parseInt(values.get("rounds")) : faults.size(),
                Long.parseLong(required(values, "seed")),
                faults,
                shortOne ? SHORT_FREEZE_MS : FREEZE_MS,
                Optional.ofNullable(values.get("json")).map(Path::of));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("argument " + key + "=... is missing");
        }
        return value;
    }
}
