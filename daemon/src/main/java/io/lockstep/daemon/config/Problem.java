package io.lockstep.daemon.config;

/**
 * One mistake in a configuration file.
 *
 * @param place where
 * @param message what is wrong and what was expected, without the place
 */
public record Problem(Place place, String message) {
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
