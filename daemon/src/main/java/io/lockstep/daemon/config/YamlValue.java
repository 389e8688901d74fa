package io.lockstep.daemon.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a configuration file that knows where it stands. Immutable, finite, at most {@link YamlReader#MAX_DEPTH} deep. */
public sealed interface YamlValue {
    /** Where the value begins. */
    Place place();

    /** How a reader finds it, for example {@code ports[0].address}; empty for the file itself. */
    String path();

    /** A single value. A key without anything behind it has an empty plain text. */
    record Scalar(Place place, String path, String text, boolean plain) implements YamlValue {
        /** Whether nothing was given. */
        boolean empty() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list. */
    record Items(Place place, String path, List<YamlValue> items) implements YamlValue {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A mapping, in the order of the file. */
    record Entries(Place place, String path, Map<String, Entry> entries) implements YamlValue {
        /** Copies the map. */
        public Entries {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A key's place and its value. */
    record Entry(Place keyPlace, YamlValue value) {}

    /** What was given, for the middle of {@code node.workers is ..., expected ...}. */
    default String describe() {
        return switch (this) {
            case Items items -> "a list";
            case Entries entries -> "a section";
            case Scalar scalar when scalar.empty() -> "empty";
            case Scalar scalar -> scalar.plain() ? printable(scalar.text()) : "\"" + printable(scalar.text()) + "\"";
        };
    }

    private static String printable(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
        return oneLine.length() <= 80 ? oneLine : oneLine.substring(0, 77) + "...";
    }
}
