package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import io.lockstep.daemon.config.YamlValue.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the keys of one section of the daemon's own configuration. A wrong value becomes a problem and reads as the fallback,
 * or as null where the key is required, so that reading goes on to the next mistake.
 *
 * <p>The keys asked for are the keys that exist: {@link #finish} complains about the others.
 */
final class Section {
    private final Entries entries;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> faulty = new HashSet<>();
    private final List<Missing> missing = new ArrayList<>();

    private record Missing(String key, String expected) {}

    Section(Entries entries, Problems problems) {
        this.entries = entries;
        this.problems = problems;
    }

    boolean has(String key) {
        known.add(key);
        return entries.entries().containsKey(key);
    }

    /** Whether none of the keys had a problem: only then is comparing their values worth a further one. */
    boolean clean(String... keys) {
        return faulty.isEmpty() || List.of(keys).stream().noneMatch(faulty::contains);
    }

    /** Where the key's value stands, or the section where there is none. */
    Place place(String key) {
        Entry entry = entries.entries().get(key);
        return entry == null ? entries.place() : entry.value().place();
    }

    String path(String key) {
        return entries.path().isEmpty() ? key : entries.path() + "." + key;
    }

    void problem(String key, String message) {
        faulty.add(key);
        problems.add(place(key), path(key) + " " + message);
    }

    /** The key's value, or the fallback where it is missing or wrong. */
    <T> T read(String key, T fallback, Values.Reader<T> reader) {
        if (!has(key)) {
            return fallback;
        }
        try {
            return reader.read(entries.entries().get(key).value());
        } catch (ValueException e) {
            faulty.add(key);
            problems.add(e);
            return fallback;
        }
    }

    /** The key's value, empty where it is missing or wrong. */
    <T> Optional<T> optional(String key, Values.Reader<T> reader) {
        return Optional.ofNullable(this.<T>read(key, null, reader));
    }

    /** The key's value, null where it is missing or wrong. */
    <T> T required(String key, String expected, Values.Reader<T> reader) {
        if (!has(key)) {
            faulty.add(key);
            missing.add(new Missing(key, expected));
        }
        return read(key, null, reader);
    }

    /** The items of a list, each read by itself so that one wrong item does not hide the next; empty where it is missing. */
    <T> List<T> list(String key, String expected, Values.Reader<T> reader) {
        List<T> read = new ArrayList<>();
        for (YamlValue item : read(key, List.<YamlValue>of(), value -> Values.items(value, expected))) {
            try {
                read.add(reader.read(item));
            } catch (ValueException e) {
                faulty.add(key);
                problems.add(e);
            }
        }
        return List.copyOf(read);
    }

    Optional<Section> section(String key) {
        return optional(key, Values::entries).map(child -> new Section(child, problems));
    }

    /** The items of a list as sections; an item that is none becomes a problem and is left out. */
    List<Section> sectionsIn(String key, List<YamlValue> items) {
        List<Section> sections = new ArrayList<>();
        for (YamlValue item : items) {
            try {
                sections.add(new Section(Values.entries(item), problems));
            } catch (ValueException e) {
                faulty.add(key);
                problems.add(e);
            }
        }
        return sections;
    }

    /** Reports unknown keys and missing ones. A missing key that an unknown one was meant to be is reported once. */
    void finish() {
        Set<String> meant = new HashSet<>();
        entries.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(entry.keyPlace(), unknownKey(key, entries.path(), known));
                Nearest.to(key, known).ifPresent(meant::add);
            }
        });
        missing.stream()
                .filter(absent -> !meant.contains(absent.key))
                .forEach(absent ->
                        problems.add(entries.place(), path(absent.key) + " is missing, expected " + absent.expected));
    }

    /** The message for a key that does not exist. */
    static String unknownKey(String key, String path, Set<String> known) {
        String where = path.isEmpty() ? "" : " of " + path;
        String expected = known.isEmpty() ? "no keys" : "one of " + String.join(", ", known);
        return "unknown key \"" + key + "\"" + where + ", expected " + expected + Nearest.hint(key, known);
    }
}
