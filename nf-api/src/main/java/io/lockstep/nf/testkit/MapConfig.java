package io.lockstep.nf.testkit;

import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.PortInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * A configuration section made of a map, with the checks and errors of the daemon's; in place of line and column stands the
 * path of the key.
 *
 * <p>Values are {@code String}, whole {@code Number}, {@code Boolean}, {@code Duration} (or its text), {@code List} and
 * {@code Map}. A key whose value is null is missing.
 */
public final class MapConfig implements NfConfig {
    private final String path;
    private final Map<String, ?> values;
    private final List<PortInfo> ports;
    private final TreeSet<String> known = new TreeSet<>();
    private final Map<String, List<MapConfig>> children = new HashMap<>();

    /**
     * Makes a section.
     *
     * @param path what stands before a key in errors
     * @param ports what {@link #port} may name
     */
    public MapConfig(String path, Map<String, ?> values, List<PortInfo> ports) {
        this.path = path;
        this.values = values;
        this.ports = List.copyOf(ports);
    }

    /**
     * Refuses keys that nobody has asked for, here and in sections below.
     *
     * @throws NfConfigException naming the unknown key and the nearest valid one
     */
    public void refuseUnknownKeys() {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key)) {
                String nearest = NearestName.to(key, known)
                        .map(name -> "did you mean '" + name + "'? Valid keys: " + known)
                        .orElse("no keys are valid here");
                throw error(key, "unknown key; " + nearest);
            }
        }
        children.values().forEach(list -> list.forEach(MapConfig::refuseUnknownKeys));
    }

    @Override
    public boolean has(String key) {
        return get(key) != null;
    }

    @Override
    public String string(String key) {
        if (!has(key)) {
            throw error(key, "is missing; expected a string");
        }
        return string(key, "");
    }

    @Override
    public String string(String key, String fallback) {
        return typed(key, String.class, "a string", fallback);
    }

    @Override
    public long number(String key, long fallback, long min, long max) {
        Number number = typed(key, Number.class, "a whole number", fallback);
        long value = number.longValue();
        if (number.doubleValue() != value && !(number instanceof Long)) {
            throw wrongType(key, "a whole number");
        }
        if (value < min || value > max) {
            throw error(key, "is " + value + "; expected a number from " + min + " to " + max);
        }
        return value;
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return typed(key, Boolean.class, "true or false", fallback);
    }

    @Override
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        Object value = get(key);
        Duration duration = value instanceof String text
                ? DurationText.parse(text).orElseThrow(() -> wrongType(key, "a duration such as 500ms, 30s or 2h4m"))
                : typed(key, Duration.class, "a duration such as 500ms, 30s or 2h4m", fallback);
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw error(
                    key,
                    "is " + DurationText.format(duration) + "; expected a duration from " + DurationText.format(min)
                            + " to " + DurationText.format(max));
        }
        return duration;
    }

    @Override
    public int ipv4(String key) {
        if (!has(key)) {
            throw error(key, "is missing; expected an IPv4 address");
        }
        OptionalInt address = Ipv4Text.parse(typed(key, String.class, "an IPv4 address", ""));
        return address.orElseThrow(() -> wrongType(key, "an IPv4 address"));
    }

    @Override
    public PortInfo port(String key) {
        if (!has(key)) {
            throw error(key, "is missing; expected the name of a port, one of " + portNames());
        }
        String name = typed(key, String.class, "the name of a port", "");
        return ports.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> error(key, "names no port: '" + name + "'; expected one of " + portNames()));
    }

    @Override
    public List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        for (Object element : typed(key, List.class, "a list of strings", List.of())) {
            if (!(element instanceof String string)) {
                throw wrongType(key, "a list of strings");
            }
            strings.add(string);
        }
        return List.copyOf(strings);
    }

    @Override
    public List<NfConfig> sections(String key) {
        List<?> elements = typed(key, List.class, "a list of sections", List.of());
        if (elements.isEmpty()) {
            return List.of();
        }
        List<MapConfig> sections = children.computeIfAbsent(key, absent -> new ArrayList<>());
        for (int index = sections.size(); index < elements.size(); index++) {
            sections.add(child(key, key + "[" + index + "]", elements.get(index)));
        }
        return List.copyOf(sections);
    }

    @Override
    public NfConfig section(String key) {
        Object value = typed(key, Map.class, "a section", Map.of());
        return children.computeIfAbsent(key, absent -> List.of(child(key, key, value)))
                .getFirst();
    }

    @Override
    public NfConfigException error(String key, String message) {
        return new NfConfigException(path + "." + key + ": " + message);
    }

    private MapConfig child(String key, String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrongType(key, "a list of sections");
        }
        Map<String, Object> section = new HashMap<>();
        map.forEach((childKey, childValue) -> section.put(String.valueOf(childKey), childValue));
        return new MapConfig(path + "." + name, section, ports);
    }

    private <T> T typed(String key, Class<T> type, String expected, T fallback) {
        Object value = get(key);
        if (value == null) {
            return fallback;
        }
        if (!type.isInstance(value)) {
            throw wrongType(key, expected);
        }
        return type.cast(value);
    }

    private Object get(String key) {
        known.add(key);
        return values.get(key);
    }

    private NfConfigException wrongType(String key, String expected) {
        return error(key, "is '" + values.get(key) + "'; expected " + expected);
    }

    private List<String> portNames() {
        return ports.stream().map(PortInfo::name).toList();
    }
}
