package io.lockstep.benchmarks.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code scripts/demo} asks for, from arguments {@code key=value}; the script checks what users type.
 *
 * @param run prefix of the namespaces
 * @param directory for configurations, sockets and logs
 * @param home the daemon's distribution
 * @param hugePages whether there are free hugepages
 * @param bytes to download
 * @param udpFlows opened at the start
 * @param tcpFlows opened at the start
 * @param json where to write the figures
 * @param keep whether the survivor stays up to play with
 */
record DemoOptions(
        String run,
        Path directory,
        Path home,
        boolean hugePages,
        long bytes,
        int udpFlows,
        int tcpFlows,
        Optional<Path> json,
        boolean keep) {
    static DemoOptions parse(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("argument " + arg + ", expected key=value");
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
        return new DemoOptions(
                required(values, "run"),
                Path.of(required(values, "directory")),
                Path.of(required(values, "home")),
                Boolean.parseBoolean(required(values, "huge-pages")),
                Long.parseLong(required(values, "bytes")),
                Integer.parseInt(required(values, "udp-flows")),
                Integer.parseInt(required(values, "tcp-flows")),
                Optional.ofNullable(values.get("json")).map(Path::of),
                Boolean.parseBoolean(values.getOrDefault("keep", "false")));
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("argument " + key + "=... is missing");
        }
        return value;
    }
}
