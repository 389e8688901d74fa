package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One item of {@code functions}: an instance of a network function.
 *
 * @param index position in the list, from 0
 * @param name unique; prefixes the function's counters and drop reasons
 * @param plugin absolute path of the jar
 * @param pluginPlace where the path stands, for messages about the jar
 * @param type which of the jar's functions; empty: the only one
 * @param typePlace where the type stands, or the item without one
 * @param owner state owner of shared variables that name none
 * @param config the function's own section, empty where there is none
 */
public record FunctionSettings(
        int index,
        String name,
        Path plugin,
        Place pluginPlace,
        Optional<String> type,
        Place typePlace,
        int owner,
        Entries config) {
    /** Most functions of a node. */
    static final int MAX_FUNCTIONS = 64;

    /** SHA-256 of the function's own section in hexadecimal: the same on both nodes of a pair. */
    public String configDigest() {
        return ConfigDigest.of(config);
    }

    static FunctionSettings read(Section function, int index, Paths paths) {
        return new FunctionSettings(
                index,
                function.required("name", "a name such as nat", Values::name),
                function.required("plugin", "the path of a plugin jar", paths::path),
                function.place("plugin"),
                function.optional("type", Values::name),
                function.place("type"),
                function.read("owner", 0, value -> Values.integer(value, 0, NodeSettings.MAX_OWNERS - 1)),
                function.optional("config", Values::entries)
                        .orElse(new Entries(function.place("config"), function.path("config"), Map.of())));
    }
}
