package io.lockstep.daemon.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles plugins from source into jars, as their authors would. */
public final class TestPlugins {
    private TestPlugins() {}

    /** A class by its full name and source. */
    public record Source(String name, String code) {}

    /** A factory whose {@code open} has the given body. */
    public static Source factory(String simpleName, String type, String openBody) {
        return new Source("plugin." + simpleName, """
                package plugin;
                import io.lockstep.nf.*;
                public final class %s implements NetworkFunctionFactory {
                    @Override public String type() { return "%s"; }
                    @Override public NetworkFunction open(NfSetup setup) { %s }
                }
                """.formatted(simpleName, type, openBody));
    }

    /** Compiles the sources and makes a jar that registers the given factories. */
    public static Path jar(Path folder, String jarName, List<String> factories, Source... sources) throws IOException {
        Path classes = compile(folder, apiClassPath(), sources);
        return jar(folder.resolve(jarName), factories, classes);
    }

    static Path compile(Path folder, String classPath, Source... sources) throws IOException {
        Path classes = Files.createTempDirectory(folder, "classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<JavaFileObject> files = new ArrayList<>();
        Arrays.stream(sources).forEach(source -> files.add(new InMemory(source)));
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", classPath, "-proc:none"),
                        null,
                        files)
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(messages.toString());
        }
        return classes;
    }

    static Path jar(Path jar, List<String> factories, Path classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> tree = Files.walk(classes)) {
            for (Path path : tree.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                Files.copy(path, zip);
            }
            if (!factories.isEmpty()) {
                zip.putNextEntry(new ZipEntry("META-INF/services/" + NetworkFunctionFactory.class.getName()));
                zip.write(String.join("\n", factories).getBytes(UTF_8));
            }
        }
        return jar;
    }

    static String apiClassPath() {
        return Path.of(URI.create(NetworkFunctionFactory.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toString();
    }

    private static final class InMemory extends SimpleJavaFileObject {
        private final String code;

        InMemory(Source source) {
            super(URI.create("string:///" + source.name().replace('.', '/') + ".java"), Kind.SOURCE);
            this.code = source.code();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
