package io.lockstep.daemon.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of a configuration file: relative ones start at the file's own folder, not where the daemon happens to run. */
final class Paths {
    /** A Unix socket's path has room for 107 bytes and the closing zero. */
    static final int MAX_SOCKET_PATH_BYTES = 107;

    static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/lockstep");

    private final Path folder;

    Paths(Path configFile) {
        this.folder = configFile.toAbsolutePath().normalize().getParent();
    }

    static Path defaultSocket(String nodeName) {
        return Path.of("/run/lockstep", nodeName + ".sock");
    }

    Path path(YamlValue value) throws ValueException {
        String text = Values.text(value);
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw Values.wrong(value, "a path");
        }
    }

    Path socket(YamlValue value) throws ValueException {
        Path path = path(value);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH_BYTES) {
            throw new ValueException(
                    value.place(),
                    value.path() + " is a path of " + bytes + " bytes (" + path + "), expected at most "
                            + MAX_SOCKET_PATH_BYTES + ", the limit of Unix sockets");
        }
        return path;
    }
}
