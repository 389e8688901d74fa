package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.torture.plugin.Ledgers;
import io.lockstep.nf.NetworkFunctionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs {@link Ledgers} into a plugin jar. */
final class LedgerJar {
    private LedgerJar() {}

    static Path write(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/services/" + NetworkFunctionFactory.class.getName()));
            out.write((Ledgers.class.getName() + "\n").getBytes(StandardCharsets.UTF_8));
            String name = Ledgers.class.getName().replace('.', '/');
            for (String entry : List.of(name + ".class", name + "$Writer.class")) {
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = Ledgers.class.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}
