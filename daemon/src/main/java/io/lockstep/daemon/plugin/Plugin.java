package io.lockstep.daemon.plugin;

import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A loaded plugin jar. Owns its class loader, which stays open as long as the jar's functions are in use. */
final class Plugin implements AutoCloseable {
    private final Path jar;
    private final String sha256;
    private final PluginClassLoader loader;
    private final Map<String, NetworkFunctionFactory> factories;

    Plugin(Path jar, String sha256, PluginClassLoader loader, Map<String, NetworkFunctionFactory> factories) {
        this.jar = jar;
        this.sha256 = sha256;
        this.loader = loader;
        this.factories = new TreeMap<>(factories);
    }

    Path jar() {
        return jar;
    }

    /** SHA-256 of the jar's bytes in hexadecimal, 64 digits. */
    String sha256() {
        return sha256;
    }

    ClassLoader loader() {
        return loader;
    }

    /** Factories by type, in the order of their names. */
    Map<String, NetworkFunctionFactory> factories() {
        return factories;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
