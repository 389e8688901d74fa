package io.lockstep.benchmarks.endtoend;

import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes plugin jars, as their authors would. */
final class PluginJar {
    private PluginJar() {}

    /** A jar with a file and no network function. */
    static Path withoutFunction(Path folder) throws IOException {
        Path jar = folder.resolve("empty.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("readme.txt"));
        }
        return jar;
    }

    /** A jar with one network function whose {@code open} has this body. */
    static Path opening(Path folder, String body) throws IOException, URISyntaxException {
        Path source = Files.writeString(
                Files.createDirectories(folder.resolve("plugin")).resolve("Tiny.java"), """
                package plugin;
                import io.lockstep.nf.*;
                public final class Tiny implements NetworkFunctionFactory {
                    @Override public String type() { return "tiny"; }
                    @Override public NetworkFunction open(NfSetup setup) { %s }
                }
                """.formatted(body));
        compile(folder, source);
        Path jar = folder.resolve("tiny.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + NetworkFunctionFactory.class.getName()));
            out.write("plugin.Tiny\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.putNextEntry(new JarEntry("plugin/Tiny.class"));
            Files.copy(folder.resolve("plugin/Tiny.class"), out);
        }
        return jar;
    }

    private static void compile(Path folder, Path source) throws IOException, URISyntaxException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path api = Path.of(NetworkFunctionFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", folder.toString(), "-cp", api.toString(), "-proc:none");
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalStateException(messages.toString());
            }
        }
    }
}
