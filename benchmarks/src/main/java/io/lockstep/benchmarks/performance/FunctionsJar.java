package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.performance.plugin.FlowCounts;
import io.lockstep.benchmarks.performance.plugin.FreshFlows;
import io.lockstep.benchmarks.performance.plugin.MacSwap;
import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/** Packs the network functions that only benchmarks use into a plugin jar. */
final class FunctionsJar {
    private static final List<Class<? extends NetworkFunctionFactory>> FACTORIES =
            List.of(MacSwap.class, FlowCounts.class, FreshFlows.class);

    private FunctionsJar() {}

    static Path write(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + NetworkFunctionFactory.class.getName()));
            String names = FACTORIES.stream().map(Class::getName).collect(Collectors.joining("\n", "", "\n"));
            out.write(names.getBytes(StandardCharsets.UTF_8));
            for (Class<?> factory : FACTORIES) {
                add(out, factory);
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, Class<?> type) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(entry));
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
            in.transferTo(out);
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            add(out, nested);
        }
    }
}
