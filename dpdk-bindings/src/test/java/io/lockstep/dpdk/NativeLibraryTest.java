package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.dpdk.DpdkException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path directory;

    @Test
    void shouldNameTheDpdkLibraryThatIsNotInstalled() throws IOException {
        Path needed = directory.resolve("librte_absent.so.99");
        CCompiler.compile(
                CCompiler.source(directory, "needed.c", "int rte_absent(void) { return 0; }"),
                needed,
                "-shared",
                "-fPIC");
        Path library = directory.resolve("needs-library.so");
        CCompiler.compile(
                CCompiler.source(directory, "user.c", "int rte_absent(void); int f(void) { return rte_absent(); }"),
                library,
                "-shared",
                "-fPIC",
                "-L" + directory,
                "-l:librte_absent.so.99");
        Files.delete(needed);

        DpdkException e = assertThrows(DpdkException.class, () -> NativeLibrary.load(library));

        assertEquals(Reason.LIBRARY_MISSING, e.reason());
        assertEquals("librte_absent.so.99", e.device());
        assertContains(e, "DPDK is not installed", "apt-get install", library.toString());
    }

    @Test
    void shouldNameTheSymbolThatIsMissing() {
        Path library = directory.resolve("needs-symbol.so");
        CCompiler.compile(
                CCompiler.source(directory, "user.c", "int rte_gone(void); int f(void) { return rte_gone(); }"),
                library,
                "-shared",
                "-fPIC",
                "-Wl,-z,now");

        DpdkException e = assertThrows(DpdkException.class, () -> NativeLibrary.load(library));

        assertEquals(Reason.SYMBOL_MISSING, e.reason());
        assertEquals("rte_gone", e.device());
        assertContains(e, "Rebuild Lockstep", library.toString());
    }

    @Test
    void shouldNameTheDpdkVersionThatIsMissing() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                "/x/l.so: /lib/librte_eal.so.23: version `DPDK_24' not found (required by /x/l.so)");

        DpdkException e = NativeLibrary.explain("/x/l.so", error);

        assertEquals(Reason.SYMBOL_MISSING, e.reason());
        assertEquals("DPDK_24", e.device());
    }

    @Test
    void shouldSayThatTheFileSystemForbidsCode() {
        UnsatisfiedLinkError error =
                new UnsatisfiedLinkError("/x/l.so: /x/l.so: failed to map segment from shared object");

        DpdkException e = NativeLibrary.explain("/x/l.so", error);

        assertEquals(Reason.PERMISSION_MISSING, e.reason());
        assertContains(e, "/x/l.so", "noexec", "java.io.tmpdir");
    }

    @Test
    void shouldSayThatTheNamedFileIsMissing() {
        Path library = directory.resolve("absent.so");

        DpdkException e = assertThrows(DpdkException.class, () -> NativeLibrary.load(library));

        assertEquals(Reason.LIBRARY_MISSING, e.reason());
        assertContains(e, library.toString(), NativeLibrary.PROPERTY, "scripts/build-shim");
    }

    @Test
    void shouldSayThatTheNamedFileIsNoLibrary() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("/x/l.so: /x/l.so: invalid ELF header");

        DpdkException e = NativeLibrary.explain("/x/l.so", error);

        assertEquals(Reason.LIBRARY_MISSING, e.reason());
        assertContains(e, "/x/l.so", "no library that this machine can load");
    }

    private static void assertContains(DpdkException e, String... parts) {
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "expected '" + part + "' in: " + e.getMessage());
        }
    }
}
