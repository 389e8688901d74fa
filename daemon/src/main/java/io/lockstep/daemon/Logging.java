package io.lockstep.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lockstep.daemon.config.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets logging up for a running node. Client commands never come here: starting Logback takes longer than their work. */
public final class Logging {
    private Logging() {}

    /** Sets the least severity that is logged; format and target are in {@code logback.xml}. */
    public static void configure(LogLevel level) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.valueOf(level.name()));
        }
    }
}
