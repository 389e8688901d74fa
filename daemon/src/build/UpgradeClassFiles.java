import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * Build step, run as a source file: gives the classes of a jar that are older than Java 6's format the format of Java 8, with the
 * stack maps that it asks for and the code untouched. The JVM keeps no older class in an AOT cache, because it verifies them in
 * another way; picocli is compiled for Java 5 and makes up most of a client command (docs/decisions/0013).
 *
 * <p>Arguments: the jar, which is replaced and keeps its time.
 */
final class UpgradeClassFiles {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
    private static final int UPGRADED = ClassFile.JAVA_8_VERSION;

    private UpgradeClassFiles() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path upgraded = jar.resolveSibling(jar.getFileName() + ".new");
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
                JarInputStream in = new JarInputStream(Files.newInputStream(jar));
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(upgraded), in.getManifest())) {
            ClassFile format = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] bytes = in.readAllBytes();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? upgrade(format, entry.getName(), bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.setLastModifiedTime(upgraded, Files.getLastModifiedTime(jar));
        Files.move(upgraded, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] upgrade(ClassFile format, String name, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        // Passing the code on element by element has it built anew, with stack maps.
        ClassTransform code = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        byte[] upgraded = format.transformClass(model, code.andThen(new Version()));
        for (VerifyError error : format.verify(upgraded)) {
            throw new IllegalStateException(name + " cannot be given a newer format: " + error.getMessage());
        }
        return upgraded;
    }

    /** Leaves the version out and puts ours in at the end. */
    private static final class Version implements ClassTransform {
        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (!(element instanceof ClassFileVersion)) {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            builder.withVersion(UPGRADED, 0);
        }
    }
}
