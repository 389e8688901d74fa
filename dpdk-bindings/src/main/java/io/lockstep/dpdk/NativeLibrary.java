package io.lockstep.dpdk;

import io.lockstep.dpdk.DpdkException.Reason;
import io.lockstep.dpdk.bindings.LockstepDpdk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds and loads the shim, before the generated bindings look up their first symbol in it.
 *
 * <p>The library comes from the file that the system property {@value #PROPERTY} names, or else from the class path,
 * by way of a temporary file that is gone again when loading has ended.
 */
final class NativeLibrary {
    static final String PROPERTY = "lockstep.dpdk.library";

    private static final String RESOURCE = "/native/liblockstep_dpdk.so";

    /** What the dynamic linker says, in the words of glibc and musl. */
    private static final Pattern LIBRARY = Pattern.compile(
            "(\\S+\\.so[.\\d]*): cannot open shared object file|Error loading shared library ([^:\\s]+)");

    private static final Pattern SYMBOL =
            Pattern.compile("undefined symbol: (\\S+)|symbol (\\S+), version \\S+ not defined|version [`'](\\S+)' not "
                    + "found|(\\S+): symbol not found");

    private static final Pattern PERMISSION =
            Pattern.compile("failed to map segment|[Pp]ermission denied|not permitted");

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library, once. Throws {@link DpdkException}; a later call then tries again. */
    static synchronized void ensureLoaded() {
        if (loaded) {
            return;
        }
        String file = System.getProperty(PROPERTY);
        if (file != null) {
            load(Path.of(file).toAbsolutePath());
        } else {
            loadFromClassPath();
        }
        requireInterfaceVersion();
        loaded = true;
    }

    /** Loads this very file, in terms that an operator can act on when it fails. */
    static void load(Path library) {
        if (!Files.exists(library)) {
            throw DpdkException.missing(
                    Reason.LIBRARY_MISSING,
                    library.toString(),
                    ("No library at %s, which the system property %s names. Make it with scripts/build-shim %s, "
                                    + "or drop the property to use the one in the jar.")
                            .formatted(library, PROPERTY, library),
                    null);
        }
        try {
            System.load(library.toString());
        } catch (UnsatisfiedLinkError e) {
            throw explain(library.toString(), e);
        }
    }

    private static void loadFromClassPath() {
        Path copy = null;
        try (InputStream resource = NativeLibrary.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw DpdkException.missing(
                        Reason.LIBRARY_MISSING,
                        RESOURCE,
                        ("No %s on the class path: this jar was built without its native part. Build it with "
                                        + "mvn package, or name a library made by scripts/build-shim in -D%s=FILE.")
                                .formatted(RESOURCE, PROPERTY),
                        null);
            }
            copy = Files.createTempFile("liblockstep_dpdk", ".so");
            Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
            load(copy);
        } catch (IOException e) {
            throw DpdkException.missing(
                    Reason.PERMISSION_MISSING,
                    System.getProperty("java.io.tmpdir"),
                    ("Cannot unpack the native library to %s: %s. Expected: a folder that this user may write "
                                    + "to with free space. Choose another with -Djava.io.tmpdir=DIR, or unpack "
                                    + "the library "
                                    + "yourself and name it in -D%s=FILE.")
                            .formatted(System.getProperty("java.io.tmpdir"), e, PROPERTY),
                    e);
        } finally {
            deleteQuietly(copy);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The library is loaded: a temporary file left behind is no reason to fail.
            file.toFile().deleteOnExit();
        }
    }

    private static void requireInterfaceVersion() {
        int expected = LockstepDpdk.LS_INTERFACE_VERSION();
        int found;
        try {
            found = LockstepDpdk.ls_interface_version();
        } catch (LinkageError e) {
            throw symbolMissing("ls_interface_version", "the loaded library", e);
        }
        if (found != expected) {
            throw symbolMissing(
                    "interface version %d (found %d)".formatted(expected, found), "the loaded library", null);
        }
    }

    /** Turns the dynamic linker's sentence into one of three: library, symbol, or permission missing. */
    static DpdkException explain(String library, UnsatisfiedLinkError error) {
        String said = String.valueOf(error.getMessage());
        Matcher symbol = SYMBOL.matcher(said);
        if (symbol.find()) {
            return symbolMissing(firstGroup(symbol), library, error);
        }
        Matcher missing = LIBRARY.matcher(said);
        if (missing.find()) {
            return libraryMissing(firstGroup(missing), library, error);
        }
        return PERMISSION.matcher(said).find() ? permissionMissing(library, error) : unloadable(library, error);
    }

    private static String firstGroup(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return matcher.group();
    }

    private static DpdkException libraryMissing(String name, String library, Throwable cause) {
        return DpdkException.missing(
                Reason.LIBRARY_MISSING,
                name,
                ("DPDK is not installed, or not in the version that Lockstep was built with: the library %s, "
                                + "which %s needs, was not found. Install DPDK (apt-get install dpdk "
                                + "libdpdk-dev); if it is "
                                + "installed under another version number, rebuild Lockstep against it (mvn "
                                + "package); if it lies "
                                + "in a folder of its own, name that in LD_LIBRARY_PATH.")
                        .formatted(name, library),
                cause);
    }

    private static DpdkException symbolMissing(String name, String library, Throwable cause) {
        return DpdkException.missing(
                Reason.SYMBOL_MISSING,
                name,
                ("%s does not match the rest: %s is missing from it or from the DPDK libraries that it found. "
                                + "Expected: the library and the DPDK that this Lockstep was built with. Rebuild "
                                + "Lockstep "
                                + "against the installed DPDK (mvn package), and see that neither "
                                + "LD_LIBRARY_PATH nor -D%s "
                                + "points to another version.")
                        .formatted(library, name, PROPERTY),
                cause);
    }

    private static DpdkException permissionMissing(String library, Throwable cause) {
        return DpdkException.missing(
                Reason.PERMISSION_MISSING,
                library,
                ("The system forbids to run code from %s (%s). Expected: a readable file on a file system that "
                                + "is not mounted noexec. Choose another folder with -Djava.io.tmpdir=DIR, or "
                                + "put the library "
                                + "elsewhere and name it in -D%s=FILE.")
                        .formatted(library, cause.getMessage(), PROPERTY),
                cause);
    }

    private static DpdkException unloadable(String library, Throwable cause) {
        return DpdkException.missing(
                Reason.LIBRARY_MISSING,
                library,
                ("%s is no library that this machine can load: %s. Expected: a shared library made by "
                                + "scripts/build-shim on a machine like this one.")
                        .formatted(library, cause.getMessage()),
                cause);
    }
}
