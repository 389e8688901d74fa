package io.lockstep.daemon.config;

import java.util.List;

/**
 * Section {@code logging}.
 *
 * @param level least severity that is logged
 */
public record LoggingSettings(LogLevel level) {
    static LoggingSettings read(Section logging) {
        return new LoggingSettings(
                logging.read("level", LogLevel.INFO, value -> Values.choice(value, List.of(LogLevel.values()))));
    }
}
