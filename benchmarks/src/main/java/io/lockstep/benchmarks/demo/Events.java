package io.lockstep.benchmarks.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the demo's processes talk to their parent: one JSON object with a field {@code event} per line of standard output. */
public final class Events {
    /** The process is ready. */
    public static final String READY = "ready";
    /** The client counts what comes now as after the failure. */
    public static final String MARKED = "marked";
    /** What the process has counted. */
    public static final String RESULT = "result";

    private Events() {}

    /** An event without fields yet. */
    public static Map<String, Object> event(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", name);
        return fields;
    }

    /** Tells it to the parent. */
    public static void write(Map<String, Object> event) {
        System.out.println(toJson(event));
        System.out.flush();
    }

    static String toJson(Object value) {
        return toJson(JSON.std, value);
    }

    /** For files that people read. */
    public static String toPrettyJson(Object value) {
        return toJson(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT), value);
    }

    private static String toJson(JSON writer, Object value) {
        try {
            return writer.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON for " + value, e);
        }
    }

    /** Reads an object; throws when the text is none. */
    static Map<String, Object> parse(String json) {
        try {
            return JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a JSON object: " + json, e);
        }
    }

    /** Microseconds since the epoch: the clock that all processes of a run share. */
    public static long nowUs() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
