package io.lockstep.daemon.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Section {@code hooks}: commands that the daemon runs.
 *
 * @param onPromote run once when the node has become primary by a promotion
 * @param onPromotePlace where the path stands
 */
public record HookSettings(Optional<Path> onPromote, Place onPromotePlace) {
    static HookSettings read(Section hooks, Paths paths) {
        return new HookSettings(hooks.optional("on-promote", paths::path), hooks.place("on-promote"));
    }
}
