package io.lockstep.daemon.plugin;

import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.Nearest;
import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/**
 * Loads the plugin jars of a node, each once. Used by one thread. Closing it closes the jars, so it lives as long as the
 * functions do.
 */
public final class PluginLoader implements AutoCloseable {
    private static final String SERVICE_FILE = "META-INF/services/" + NetworkFunctionFactory.class.getName();

    private final Map<Path, Plugin> plugins = new HashMap<>();

    /** Loads a function's jar, unless another function did already, and finds its factory in it. */
    public LoadedFunction load(FunctionSettings function) throws PluginException {
        Plugin plugin = plugins.get(function.plugin());
        if (plugin == null) {
            plugin = loadJar(function);
            plugins.put(function.plugin(), plugin);
        }
        NetworkFunctionFactory factory = factory(function, plugin);
        return new LoadedFunction(function, plugin, factory);
    }

    /** Closes all jars. Functions from them must not run any more. */
    @Override
    public void close() {
        try {
            for (Plugin plugin : plugins.values()) {
                plugin.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plugins.clear();
    }

    private static Plugin loadJar(FunctionSettings function) throws PluginException {
        Path jar = function.plugin();
        requireJar(function, jar);
        try {
            String sha256 = sha256(jar);
            PluginClassLoader loader =
                    new PluginClassLoader(jar.toUri().toURL(), NetworkFunctionFactory.class.getClassLoader());
            return new Plugin(jar, sha256, loader, factories(function, loader));
        } catch (IOException e) {
            throw fault(function, "cannot be read (" + e + "); check its permissions and disk");
        }
    }

    private static void requireJar(FunctionSettings function, Path jar) throws PluginException {
        if (!Files.exists(jar)) {
            throw fault(function, "does not exist; build it or correct the path");
        }
        if (!Files.isRegularFile(jar)) {
            throw fault(function, "is not a file; name the plugin's jar file");
        }
        if (!Files.isReadable(jar)) {
            throw fault(function, "is not readable for this user; change its permissions");
        }
        try (JarFile opened = new JarFile(jar.toFile())) {
            if (opened.getEntry(SERVICE_FILE) == null) {
                throw fault(
                        function, "has no network function (no entry " + SERVICE_FILE + "); name a jar that has one");
            }
        } catch (ZipException e) {
            throw fault(function, "is not a jar (" + e.getMessage() + "); build or copy it again");
        } catch (IOException e) {
            throw fault(function, "cannot be read (" + e + "); check its permissions and disk");
        }
    }

    private static Map<String, NetworkFunctionFactory> factories(FunctionSettings function, PluginClassLoader loader)
            throws PluginException, IOException {
        Map<String, NetworkFunctionFactory> factories = new TreeMap<>();
        try {
            for (NetworkFunctionFactory factory : ServiceLoader.load(NetworkFunctionFactory.class, loader)) {
                NetworkFunctionFactory other = factories.putIfAbsent(factory.type(), factory);
                if (other != null) {
                    throw fault(
                            function,
                            "has two network functions of type \"" + factory.type() + "\"; its author must rename one");
                }
            }
        } catch (PluginException e) {
            loader.close();
            throw e;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // whatever foreign code throws must become a sentence
            loader.close();
            throw new PluginException(sentence(function, PluginFault.describe(e)), PluginFault.unwrap(e));
        }
        if (factories.isEmpty()) {
            loader.close();
            throw fault(function, "has no network function (" + SERVICE_FILE + " is empty); name a jar that has one");
        }
        return factories;
    }

    private static NetworkFunctionFactory factory(FunctionSettings function, Plugin plugin) throws PluginException {
        Map<String, NetworkFunctionFactory> factories = plugin.factories();
        String types = String.join(", ", factories.keySet());
        if (function.type().isEmpty()) {
            if (factories.size() > 1) {
                throw fault(function, "has several network functions; choose one with type: " + types);
            }
            return factories.values().iterator().next();
        }
        String type = function.type().get();
        NetworkFunctionFactory factory = factories.get(type);
        if (factory == null) {
            throw new PluginException(function.typePlace() + ": plugin " + plugin.jar() + " of function \""
                    + function.name() + "\" has no network function of type \"" + type + "\", expected one of " + types
                    + Nearest.hint(type, factories.keySet()));
        }
        return factory;
    }

    private static String sha256(Path jar) throws IOException {
        try (InputStream file = Files.newInputStream(jar);
                DigestInputStream digesting = new DigestInputStream(file, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static String sentence(FunctionSettings function, String fault) {
        return function.pluginPlace() + ": plugin " + function.plugin() + " of function \"" + function.name() + "\" "
                + fault;
    }

    private static PluginException fault(FunctionSettings function, String fault) {
        return new PluginException(sentence(function, fault));
    }
}
