package io.lockstep.benchmarks.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that one run measured, by the names that {@code --json} writes and {@code docs/demo.md} explains. */
final class Figures {
    private final Map<String, Object> values = new LinkedHashMap<>();

    void put(String name, Object value) {
        values.put(name, value instanceof Double number && number.isNaN() ? null : value);
    }

    /** Copies some fields of an event. */
    void take(Map<String, Object> event, String... names) {
        for (String name : names) {
            values.put(name, event.get(name));
        }
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : -1;
    }

    double decimal(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    Object get(String name) {
        return values.get(name);
    }

    String toJson() {
        return Events.toPrettyJson(values) + "\n";
    }
}
