package io.lockstep.daemon.admin;

import com.fasterxml.jackson.jr.ob.JSON;
import io.lockstep.runtime.node.PromotionKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests and responses as bytes. A response is {@code {"ok":true,"result":{...}}} or {@code {"ok":false,"message":"..."}}. */
final class AdminProtocol {
    /** Longest request, with its line feed. */
    static final int MAX_REQUEST_BYTES = 4096;
    /** Longest response, with its line feed. */
    static final int MAX_RESPONSE_BYTES = 4 << 20;

    private static final JSON MAPPER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private AdminProtocol() {}

    /** One line of JSON. */
    static byte[] line(Object value) {
        try {
            return (MAPPER.asString(value) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON for " + value.getClass(), e);
        }
    }

    static byte[] ok(Object result) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("ok", true);
        response.put("result", result);
        return line(response);
    }

    static byte[] failed(String message) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("ok", false);
        response.put("message", message);
        return line(response);
    }

    /** Reads a request; throws when the line is not a JSON object with a command. */
    static AdminRequest request(String line) throws IOException {
        Map<String, Object> fields = MAPPER.mapFrom(line);
        if (!(fields.get("command") instanceof String command)) {
            throw new IOException("no command");
        }
        return new AdminRequest(command, kind(fields.get("kind")));
    }

    private static PromotionKind kind(Object name) throws IOException {
        for (PromotionKind kind : PromotionKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        if (name == null) {
            return PromotionKind.TAKEOVER;
        }
        throw new IOException("no kind of promotion is called " + name);
    }

    /** The result of a successful response as JSON; throws {@link AdminException} for a failed one. */
    static String result(String line) throws AdminException {
        try {
            Map<String, Object> fields = MAPPER.mapFrom(line);
            if (Boolean.TRUE.equals(fields.get("ok"))) {
                return MAPPER.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields.get("result"));
            }
            throw new AdminException(AdminException.Kind.FAILED, "the daemon says: " + fields.get("message"));
        } catch (IOException e) {
            throw new AdminException(
                    AdminException.Kind.FAILED, "the daemon's answer is not JSON; is its version another one?", e);
        }
    }

    static <T> T read(Class<T> type, String json) throws AdminException {
        try {
            return MAPPER.beanFrom(type, json);
        } catch (IOException e) {
            throw new AdminException(
                    AdminException.Kind.FAILED,
                    "the daemon's answer cannot be understood; is its version another one?",
                    e);
        }
    }
}
