package io.lockstep.daemon.plugin;

import static io.lockstep.daemon.plugin.TestPlugins.factory;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.Version;
import io.lockstep.daemon.config.FunctionSettings;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.NodeConfigParser;
import io.lockstep.daemon.config.NodeNfConfig;
import io.lockstep.daemon.plugin.TestPlugins.Source;
import io.lockstep.nf.NetworkFunction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginLoaderTest {
    private static final String WORKS = "return () -> null;";

    @TempDir
    Path folder;

    @Test
    void shouldOpenAFunctionFromItsJar() throws Exception {
        Path jar = TestPlugins.jar(folder, "p.jar", List.of("plugin.F"), factory("F", "fw", """
                setup.shared("table", regions -> { throw new AssertionError("no state while checking"); });
                setup.dropReason("full", "The table is full.");
                setup.config().number("size", 1, 1, 10);
                return () -> null;"""));
        NodeConfig config = config("config: { size: 3 }");

        try (PluginLoader loader = new PluginLoader()) {
            LoadedFunction loaded = loader.load(config.functions().getFirst());

            assertNotNull(open(config, loaded));
            assertEquals("fw", loaded.type());
            assertEquals(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))),
                    loaded.pluginSha256());
        }
    }

    @Test
    void shouldLoadAJarOnceForTwoFunctions() throws Exception {
        TestPlugins.jar(
                folder, "p.jar", List.of("plugin.F", "plugin.G"), factory("F", "fw", WORKS), factory("G", "lb", WORKS));
        NodeConfig config = NodeConfigParser.parse(folder.resolve("a.yaml"), """
                node: { name: a, role: primary }
                ports: [{ name: lan, device: net_null0 }]
                functions:
                  - { name: one, plugin: p.jar, type: fw }
                  - { name: two, plugin: p.jar, type: lb }
                """);

        try (PluginLoader loader = new PluginLoader()) {
            NetworkFunction one = open(config, loader.load(config.functions().get(0)));
            NetworkFunction two = open(config, loader.load(config.functions().get(1)));

            assertSame(one.getClass().getClassLoader(), two.getClass().getClassLoader());
        }
    }

    @Test
    void shouldHideTheDaemonsClassesAndPreferTheHostsApi() throws Exception {
        Source shadowedApi = new Source(
                "io.lockstep.nf.NfConfigException",
                "package io.lockstep.nf; public class NfConfigException extends RuntimeException {}");
        Source ownYaml = new Source(
                "org.snakeyaml.engine.v2.api.LoadSettings",
                "package org.snakeyaml.engine.v2.api; public class LoadSettings {}");
        TestPlugins.jar(folder, "p.jar", List.of("plugin.F"), factory("F", "fw", """
                        if (org.snakeyaml.engine.v2.api.LoadSettings.class.getClassLoader() != F.class.getClassLoader())
                            throw new IllegalStateException("the jar's own library is shadowed by the daemon's");
                        if (NfConfigException.class.getClassLoader() != NfSetup.class.getClassLoader())
                            throw new IllegalStateException("the jar's copy of the API is used");
                        if (Thread.currentThread().getContextClassLoader() != F.class.getClassLoader())
                            throw new IllegalStateException("the context class loader is the daemon's");
                        for (String hidden : new String[] {"io.lockstep.daemon.Main", "org.slf4j.Logger", "picocli.CommandLine"})
                            try { Class.forName(hidden); throw new IllegalStateException(hidden + " is visible"); }
                            catch (ClassNotFoundException e) { }
                        return () -> null;"""), shadowedApi, ownYaml);
        NodeConfig config = config("");

        try (PluginLoader loader = new PluginLoader()) {
            NetworkFunction function =
                    open(config, loader.load(config.functions().getFirst()));

            assertNotSame(getClass().getClassLoader(), function.getClass().getClassLoader());
        }
    }

    @Test
    void shouldAllowExactlyThePackagesOfTheApi() throws Exception {
        Set<String> packages = new TreeSet<>();
        Path api = Path.of(TestPlugins.apiClassPath());
        try (FileSystem jar = Files.isDirectory(api) ? null : FileSystems.newFileSystem(api);
                Stream<Path> tree = Files.walk(jar == null ? api : jar.getPath("/"))) {
            Path root = jar == null ? api : jar.getPath("/");
            tree.filter(path -> path.toString().endsWith(".class"))
                    .map(path -> root.relativize(path).getParent().toString().replace('/', '.'))
                    .forEach(packages::add);
        }

        packages.remove("io.lockstep.nf.testkit"); // for authors' tests, not for plugins that run
        packages.remove("io.lockstep.nf.spi"); // for runtimes

        assertEquals(packages, new TreeSet<>(PluginClassLoader.HOST_PACKAGES));
    }

    @Test
    void shouldSayWhenTheJarIsMissing() throws Exception {
        assertLoadFails("%s does not exist; build it or correct the path");
    }

    @Test
    void shouldSayWhenTheJarIsAFolder() throws Exception {
        Files.createDirectory(folder.resolve("p.jar"));

        assertLoadFails("%s is not a file; name the plugin's jar file");
    }

    @Test
    void shouldSayWhenTheFileIsNotAJar() throws Exception {
        Files.writeString(folder.resolve("p.jar"), "this is not a jar");

        assertLoadFails("%s is not a jar (zip END header not found); build or copy it again");
    }

    @Test
    void shouldSayWhenTheJarHasNoFunction() throws Exception {
        TestPlugins.jar(folder, "p.jar", List.of(), factory("F", "fw", WORKS));

        assertLoadFails("%s has no network function (no entry META-INF/services/io.lockstep.nf.NetworkFunctionFactory);"
                + " name a jar that has one");

        TestPlugins.jar(folder, "p.jar", List.of("# none"), factory("F", "fw", WORKS));

        assertLoadFails("%s has no network function (META-INF/services/io.lockstep.nf.NetworkFunctionFactory is empty);"
                + " name a jar that has one");
    }

    @Test
    void shouldSayWhenTheRegisteredClassIsMissing() throws Exception {
        TestPlugins.jar(folder, "p.jar", List.of("plugin.Gone"), factory("F", "fw", WORKS));

        assertLoadFails("%s threw java.util.ServiceConfigurationError: io.lockstep.nf.NetworkFunctionFactory: Provider"
                + " plugin.Gone not found; see the plugin's documentation, or its author with the stack trace");
    }

    @Test
    void shouldListTheTypesWhenTheTypeIsNotThere() throws Exception {
        TestPlugins.jar(
                folder,
                "p.jar",
                List.of("plugin.F", "plugin.G"),
                factory("F", "firewall", WORKS),
                factory("G", "lb", WORKS));

        assertEquals(
                folder + "/a.yaml:6:11: plugin " + folder + "/p.jar of function \"f\" has no network function of type"
                        + " \"firewal\", expected one of firewall, lb; did you mean \"firewall\"?",
                failure(config("type: firewal")).getMessage());
    }

    @Test
    void shouldAskForATypeWhenThereAreSeveral() throws Exception {
        TestPlugins.jar(
                folder, "p.jar", List.of("plugin.F", "plugin.G"), factory("F", "fw", WORKS), factory("G", "lb", WORKS));

        assertLoadFails("%s has several network functions; choose one with type: fw, lb");
    }

    @Test
    void shouldSayWhenTwoFunctionsHaveOneType() throws Exception {
        TestPlugins.jar(
                folder, "p.jar", List.of("plugin.F", "plugin.G"), factory("F", "fw", WORKS), factory("G", "fw", WORKS));

        assertLoadFails("%s has two network functions of type \"fw\"; its author must rename one");
    }

    @Test
    void shouldNameTheCauseWhenOpeningThrows() throws Exception {
        TestPlugins.jar(
                folder,
                "p.jar",
                List.of("plugin.F"),
                factory("F", "fw", "throw new IllegalStateException(\"no luck\");"));

        PluginException e =
                assertLoadFails("%s could not be opened: it threw java.lang.IllegalStateException: no luck; see the"
                        + " plugin's documentation, or its author with the stack trace");

        assertEquals("no luck", e.getCause().getMessage());
        assertEquals("plugin.F", e.getCause().getStackTrace()[0].getClassName());
    }

    @Test
    void shouldNameTheCauseWhenTheConstructorOrAnInitializerThrows() throws Exception {
        TestPlugins.jar(folder, "p.jar", List.of("plugin.F"), new Source("plugin.F", """
                package plugin;
                import io.lockstep.nf.*;
                public final class F implements NetworkFunctionFactory {
                    static final int X = Integer.parseInt("x");
                    public String type() { return "fw"; }
                    public NetworkFunction open(NfSetup setup) { return null; }
                }
                """));

        assertLoadFails(
                "%s threw java.lang.NumberFormatException: For input string: \"x\"; see the plugin's documentation, or"
                        + " its author with the stack trace");
    }

    @Test
    void shouldSayWhenOpenReturnsNull() throws Exception {
        TestPlugins.jar(folder, "p.jar", List.of("plugin.F"), factory("F", "fw", "return null;"));

        assertLoadFails("%s returned null from open; its author must return the network function");
    }

    @Test
    void shouldPassTheFunctionsOwnComplaintOn() throws Exception {
        TestPlugins.jar(
                folder,
                "p.jar",
                List.of("plugin.F"),
                factory("F", "fw", "throw setup.config().error(\"size\", \"too large, expected at most 2\");"));

        assertEquals(
                folder + "/a.yaml:6:21: functions[0].config.size: too large, expected at most 2",
                failure(config("config: { size: 3 }")).getMessage());
    }

    @Test
    void shouldRefuseKeysThatTheFunctionDoesNotKnow() throws Exception {
        TestPlugins.jar(
                folder,
                "p.jar",
                List.of("plugin.F"),
                factory("F", "fw", "setup.config().has(\"size\"); return () -> null;"));

        assertEquals(
                folder + "/a.yaml:6:15: unknown key \"sise\" of functions[0].config, expected one of size; did you mean"
                        + " \"size\"?\n"
                        + folder + "/a.yaml:6:24: unknown key \"x\" of functions[0].config, expected one of size",
                failure(config("config: { sise: 3, x: 1 }")).getMessage());
    }

    @Test
    void shouldSayWhenThePluginWasBuiltAgainstANewerApi() throws Exception {
        Path newerApi = TestPlugins.compile(
                folder,
                TestPlugins.apiClassPath(),
                new Source("io.lockstep.nf.NfSetup", """
                        package io.lockstep.nf;
                        public interface NfSetup { int ofTheFuture(); }
                        """),
                new Source("io.lockstep.nf.Future", "package io.lockstep.nf; public final class Future {}"));
        String classPath = newerApi + ":" + TestPlugins.apiClassPath();
        String remedy = "; rebuild it against " + Version.current().version();

        TestPlugins.jar(
                folder.resolve("p.jar"),
                List.of("plugin.F"),
                TestPlugins.compile(folder, classPath, factory("F", "fw", "setup.ofTheFuture(); return () -> null;")));
        assertLoadFails("%s could not be opened: it was built against another version of lockstep-nf-api"
                + " (NoSuchMethodError: 'int io.lockstep.nf.NfSetup.ofTheFuture()')" + remedy);

        TestPlugins.jar(
                folder.resolve("p.jar"),
                List.of("plugin.F"),
                TestPlugins.compile(folder, classPath, factory("F", "fw", "new Future(); return () -> null;")));
        assertLoadFails("%s could not be opened: it was built against another version of lockstep-nf-api"
                + " (NoClassDefFoundError: io/lockstep/nf/Future)" + remedy);
    }

    @Test
    void shouldSayWhenALibraryIsNotInTheJar() throws Exception {
        Path library = TestPlugins.compile(
                folder,
                TestPlugins.apiClassPath(),
                new Source("lib.Library", "package lib; public final class Library {}"));
        TestPlugins.jar(
                folder.resolve("p.jar"),
                List.of("plugin.F"),
                TestPlugins.compile(
                        folder,
                        library + ":" + TestPlugins.apiClassPath(),
                        factory("F", "fw", "new lib.Library(); return () -> null;")));

        assertLoadFails(
                "%s could not be opened: it needs the class lib.Library, which is not in the jar; a plugin jar holds all"
                        + " libraries that it uses");
    }

    @Test
    void shouldSayWhenThePluginNeedsANewerJava() throws Exception {
        Path classes = TestPlugins.compile(folder, TestPlugins.apiClassPath(), factory("F", "fw", WORKS));
        Path file = classes.resolve("plugin/F.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[6] = 0; // major version, big-endian
        bytes[7] = 99;
        Files.write(file, bytes);
        TestPlugins.jar(folder.resolve("p.jar"), List.of("plugin.F"), classes);

        String message = failure(config("")).getMessage();

        assertTrue(
                message.contains("was compiled for a newer Java than "
                                + Runtime.version().feature())
                        && message.endsWith("; rebuild it with --release 25"),
                message);
    }

    private PluginException assertLoadFails(String expected) throws Exception {
        PluginException e = failure(config(""));
        assertEquals(
                folder + "/a.yaml:5:13: plugin " + expected.formatted(folder + "/p.jar of function \"f\""),
                e.getMessage());
        return e;
    }

    private static PluginException failure(NodeConfig config) {
        return assertThrows(PluginException.class, () -> {
            try (PluginLoader loader = new PluginLoader()) {
                open(config, loader.load(config.functions().getFirst()));
            }
        });
    }

    private static NetworkFunction open(NodeConfig config, LoadedFunction loaded) throws PluginException {
        FunctionSettings function = loaded.settings();
        NodeNfConfig section = config.nfConfig(function);
        return loaded.open(
                section,
                new CheckSetup(
                        function.name(),
                        section,
                        config.portInfos(),
                        config.node().owners(),
                        function.owner()));
    }

    private NodeConfig config(String keys) throws Exception {
        return NodeConfigParser.parse(folder.resolve("a.yaml"), """
                node: { name: a, role: primary }
                ports: [{ name: lan, device: net_null0 }]
                functions:
                  - name: f
                    plugin: p.jar
                """ + (keys.isEmpty() ? "" : keys.indent(4)));
    }
}
