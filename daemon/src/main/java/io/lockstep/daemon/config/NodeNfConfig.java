package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import io.lockstep.daemon.config.YamlValue.Entry;
import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.PortInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network function's own section of the file. Remembers which keys were asked for; {@link #unknownKeys} reports the others
 * once the function has opened. Used by one thread, for one opening.
 */
public final class NodeNfConfig implements NfConfig {
    private final Entries entries;
    private final List<PortInfo> ports;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, List<NodeNfConfig>> children = new LinkedHashMap<>();

    NodeNfConfig(Entries entries, List<PortInfo> ports) {
        this.entries = entries;
        this.ports = ports;
    }

    /** Keys that the function did not ask for, here and in the sections it asked for, in the order of the file. */
    public List<Problem> unknownKeys() {
        List<Problem> unknown = new ArrayList<>();
        collectUnknown(unknown);
        return List.copyOf(unknown);
    }

    private void collectUnknown(List<Problem> unknown) {
        entries.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                unknown.add(new Problem(entry.keyPlace(), Section.unknownKey(key, entries.path(), known)));
            }
            children.getOrDefault(key, List.of()).forEach(child -> child.collectUnknown(unknown));
        });
    }

    @Override
    public boolean has(String key) {
        known.add(key);
        return entries.entries().containsKey(key);
    }

    @Override
    public String string(String key) {
        return required(key, "a text", Values::text);
    }

    @Override
    public String string(String key, String fallback) {
        return read(key, fallback, Values::text);
    }

    @Override
    public long number(String key, long fallback, long min, long max) {
        return read(key, fallback, value -> Values.number(value, min, max));
    }

    @Override
    public boolean flag(String key, boolean fallback) {
        return read(key, fallback, Values::flag);
    }

    @Override
    public Duration duration(String key, Duration fallback, Duration min, Duration max) {
        return read(key, fallback, value -> Values.duration(value, min, max));
    }

    @Override
    public int ipv4(String key) {
        return required(key, "an IPv4 address such as 10.0.0.1", Values::ipv4);
    }

    @Override
    public PortInfo port(String key) {
        return required(key, "the name of a port", value -> {
            String name = Values.text(value);
            List<String> names = ports.stream().map(PortInfo::name).toList();
            int index = names.indexOf(name);
            if (index < 0) {
                throw Values.wrong(
                        value, "a port of this file: " + String.join(", ", names) + Nearest.hint(name, names));
            }
            return ports.get(index);
        });
    }

    @Override
    public List<String> strings(String key) {
        return List.copyOf(
                read(key, List.<String>of(), value -> Values.listOf(value, "a list of texts", Values::text)));
    }

    @Override
    public List<NfConfig> sections(String key) {
        List<NodeNfConfig> sections =
                read(key, List.<NodeNfConfig>of(), value -> Values.listOf(value, "a list of sections", this::child));
        children.put(key, sections);
        return List.copyOf(sections);
    }

    @Override
    public NfConfig section(String key) {
        NodeNfConfig absent = new NodeNfConfig(new Entries(entries.place(), path(key), Map.of()), ports);
        NodeNfConfig section = read(key, absent, this::child);
        children.put(key, List.of(section));
        return section;
    }

    @Override
    public NfConfigException error(String key, String message) {
        known.add(key);
        Entry entry = entries.entries().get(key);
        Place place = entry == null ? entries.place() : entry.value().place();
        return new NfConfigException(place + ": " + path(key) + ": " + message);
    }

    private NodeNfConfig child(YamlValue value) throws ValueException {
        return new NodeNfConfig(Values.entries(value), ports);
    }

    private <T> T required(String key, String expected, Values.Reader<T> reader) {
        if (!has(key)) {
            throw new NfConfigException(
                    entries.place() + ": " + path(key) + " is missing, expected " + expected + meantHint(key));
        }
        return read(key, null, reader);
    }

    private <T> T read(String key, T fallback, Values.Reader<T> reader) {
        if (!has(key)) {
            return fallback;
        }
        try {
            return reader.read(entries.entries().get(key).value());
        } catch (ValueException e) {
            throw new NfConfigException(e.place() + ": " + e.getMessage());
        }
    }

    /** Points at a key that was not asked for and looks like the one that is missing. */
    private String meantHint(String key) {
        List<String> others = entries.entries().keySet().stream()
                .filter(other -> !known.contains(other))
                .toList();
        return Nearest.to(key, others)
                .map(other -> "; is \"" + other + "\" on line "
                        + entries.entries().get(other).keyPlace().line() + " meant to be it?")
                .orElse("");
    }

    private String path(String key) {
        return entries.path() + "." + key;
    }
}
