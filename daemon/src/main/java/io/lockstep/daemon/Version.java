package io.lockstep.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built, from the resource that the build writes.
 *
 * @param version of the project
 * @param commit of the source, {@code unknown} where the build had no git
 */
public record Version(String version, String commit) {
    private static final String RESOURCE = "version.properties";

    /** The version of the running code. */
    public static Version current() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " in the daemon's jar cannot be read, install it again", e);
        }
        String commit = properties.getProperty("commit", "");
        return new Version(properties.getProperty("version", "development"), commit.isBlank() ? "unknown" : commit);
    }
}
