package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import io.lockstep.daemon.config.YamlValue.Entry;
import io.lockstep.daemon.config.YamlValue.Items;
import io.lockstep.daemon.config.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Reads YAML 1.2 into {@link YamlValue}s. Works on the parser's events, so the depth is bounded and every value keeps its
 * place. Anchors, aliases and tags are refused: what is written is what runs.
 */
final class YamlReader {
    /** Deepest nesting that is read. */
    static final int MAX_DEPTH = 16;

    private final String file;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlReader(String file, Problems problems, Iterator<Event> events) {
        this.file = file;
        this.problems = problems;
        this.events = events;
    }

    /** Reads the file's one mapping; empty, with problems added, when there is none. */
    static Optional<Entries> read(String file, String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            return new YamlReader(file, problems, events).document();
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> place(file, mark))
                    .orElse(new Place(file, 1, 1));
            problems.add(place, "not valid YAML, " + clause(e) + "; expected YAML 1.2 indented with spaces");
        } catch (ReaderException e) {
            problems.add(
                    placeOf(file, text, e.getPosition()),
                    "not valid YAML, the character U+%04X is not allowed; expected printable text"
                            .formatted(e.getCodePoint()));
        } catch (TooDeepException e) {
            problems.add(e.place, "nested deeper than " + MAX_DEPTH + ", expected a flatter section");
        }
        return Optional.empty();
    }

    private Optional<Entries> document() {
        next(); // stream start
        if (next().getEventId() == Event.ID.StreamEnd) {
            problems.add(new Place(file, 1, 1), "the file is empty, expected sections node, ports and functions");
            return Optional.empty();
        }
        YamlValue root = value(next(), "", 0);
        next(); // document end
        Event end = next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            problems.add(place(end), "a second document begins, expected one document in the file");
        }
        if (root instanceof Entries entries) {
            return Optional.of(entries);
        }
        problems.add(root.place(), "the file is " + root.describe() + ", expected sections node, ports and functions");
        return Optional.empty();
    }

    private YamlValue value(Event event, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooDeepException(place(event));
        }
        refuseSharing(event);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event, path);
            case SequenceStart -> items(place(event), path, depth);
            case MappingStart -> entries(place(event), path, depth);
            default -> new Scalar(place(event), path, "", true); // an alias, refused above
        };
    }

    private Scalar scalar(ScalarEvent event, String path) {
        event.getTag().ifPresent(tag -> problems.add(place(event), "tag " + tag + ", expected a value without a tag"));
        return new Scalar(place(event), path, event.getValue(), event.isPlain());
    }

    private Items items(Place place, String path, int depth) {
        List<YamlValue> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(value(event, path + "[" + items.size() + "]", depth + 1));
        }
        return new Items(place, path, items);
    }

    private Entries entries(Place place, String path, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            YamlValue key = value(event, path, depth + 1);
            String name = key instanceof Scalar scalar ? scalar.text() : "";
            YamlValue value = value(next(), path.isEmpty() ? name : path + "." + name, depth + 1);
            if (!(key instanceof Scalar)) {
                problems.add(key.place(), "a key is " + key.describe() + ", expected a word");
                continue;
            }
            Entry first = entries.putIfAbsent(name, new Entry(key.place(), value));
            if (first != null) {
                problems.add(
                        key.place(),
                        "key \"%s\"%s is already on line %d, expected each key once"
                                .formatted(
                                        name,
                                        path.isEmpty() ? "" : " of " + path,
                                        first.keyPlace().line()));
            }
        }
        return new Entries(place, path, entries);
    }

    private void refuseSharing(Event event) {
        if (event instanceof AliasEvent) {
            problems.add(place(event), "an alias, expected the value itself: aliases are not supported");
        } else if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.add(
                    place(event), "anchor &" + node.getAnchor().get() + ", expected none: anchors are not supported");
        }
        if (event instanceof CollectionStartEvent collection
                && collection.getTag().isPresent()) {
            problems.add(place(event), "tag " + collection.getTag().get() + ", expected a value without a tag");
        }
    }

    private Event next() {
        return events.next();
    }

    private Place place(Event event) {
        return event.getStartMark().map(mark -> place(file, mark)).orElse(new Place(file, 1, 1));
    }

    private static Place place(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** The place of a code point's index. */
    private static Place placeOf(String file, String text, int index) {
        int end = text.offsetByCodePoints(0, Math.clamp(index, 0, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', end - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Place(file, line, 1 + text.codePointCount(lineStart, end));
    }

    private static String clause(MarkedYamlEngineException e) {
        return e.getContext() == null ? e.getProblem() : e.getProblem() + " " + e.getContext();
    }

    private static final class TooDeepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place place;

        TooDeepException(Place place) {
            super(null, null, false, false);
            this.place = place;
        }
    }
}
