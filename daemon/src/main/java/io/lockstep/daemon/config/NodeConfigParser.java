package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads a configuration file into a {@link NodeConfig} or finds every mistake in it. */
public final class NodeConfigParser {
    private static final int MAX_FILE_BYTES = 1 << 20;

    private NodeConfigParser() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException with every mistake, in the order of the file
     */
    public static NodeConfig parse(Path file) throws ConfigException {
        return parse(file, readText(file));
    }

    /** Reads a text as if it stood in a file; relative paths start at the file's folder. */
    public static NodeConfig parse(Path file, String text) throws ConfigException {
        Problems problems = new Problems();
        Optional<Entries> root = YamlReader.read(file.toString(), text, problems);
        problems.throwIfAny();
        return new Parse(file, new Section(root.orElseThrow(), problems), problems).run();
    }

    /** One parse: the sections are kept so that the cross checks can point into them. */
    private static final class Parse {
        private final Path file;
        private final Section root;
        private final Problems problems;
        private final Paths paths;

        Parse(Path file, Section root, Problems problems) {
            this.file = file;
            this.root = root;
            this.problems = problems;
            this.paths = new Paths(file);
        }

        NodeConfig run() throws ConfigException {
            Section node = requiredSection("node", "a section with the node's name and role");
            Optional<Section> dpdk = root.section("dpdk");
            List<Section> ports = requiredList("ports", "a list of at least one port", PortSettings.MAX_PORTS);
            List<Section> functions =
                    requiredList("functions", "a list of at least one function", FunctionSettings.MAX_FUNCTIONS);
            Optional<Section> replication = root.section("replication");
            Optional<Section> metrics = root.section("metrics");
            Section hooks = root.section("hooks").orElse(empty("hooks"));
            Section logging = root.section("logging").orElse(empty("logging"));

            List<FunctionSettings> functionSettings = IntStream.range(0, functions.size())
                    .mapToObj(i -> FunctionSettings.read(functions.get(i), i, paths))
                    .toList();
            List<String> allFunctions = functionSettings.stream()
                    .map(FunctionSettings::name)
                    .filter(name -> name != null)
                    .toList();
            NodeConfig config = new NodeConfig(
                    file,
                    NodeSettings.read(node, paths),
                    dpdk.map(DpdkSettings::read).orElse(DpdkSettings.defaults()),
                    PortSettings.withDefaultPeers(IntStream.range(0, ports.size())
                            .mapToObj(i -> PortSettings.read(ports.get(i), i, allFunctions))
                            .toList()),
                    functionSettings,
                    replication.map(ReplicationSettings::read),
                    metrics.map(MetricsSettings::read),
                    HookSettings.read(hooks, paths),
                    LoggingSettings.read(logging));
            new CrossChecks(config, root, node, dpdk, ports, functions, replication, metrics).run();
            finish(root, node, hooks, logging);
            dpdk.ifPresent(Section::finish);
            replication.ifPresent(Section::finish);
            metrics.ifPresent(Section::finish);
            ports.forEach(Section::finish);
            functions.forEach(Section::finish);
            problems.throwIfAny();
            return config;
        }

        private Section requiredSection(String key, String expected) {
            Entries entries = root.required(key, expected, Values::entries);
            return entries == null ? empty(key) : new Section(entries, problems);
        }

        private List<Section> requiredList(String key, String expected, int most) {
            List<YamlValue> items = root.required(key, expected, value -> Values.items(value, expected));
            List<Section> sections = root.sectionsIn(key, items == null ? List.of() : items);
            if (items != null && items.isEmpty()) {
                root.problem(key, "is an empty list, expected " + expected);
            } else if (sections.size() > most) {
                root.problem(key, "has " + sections.size() + " items, expected at most " + most);
            }
            return sections;
        }

        /** Stands in for a section that is not there; what it lacks was reported with it or is optional. */
        private Section empty(String key) {
            return new Section(new Entries(root.place(key), key, Map.of()), new Problems());
        }

        private static void finish(Section... sections) {
            for (Section section : sections) {
                section.finish();
            }
        }
    }

    private static String readText(Path file) throws ConfigException {
        byte[] bytes;
        try {
            if (Files.isDirectory(file)) {
                throw unreadable(file, "is a directory, expected a configuration file");
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw unreadable(file, "is larger than " + MAX_FILE_BYTES + " bytes, expected a configuration file");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file, expected a configuration file");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e + "), expected a readable configuration file");
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            String before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
            int lineStart = before.lastIndexOf('\n') + 1;
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = 1 + before.codePointCount(lineStart, before.length());
            throw new ConfigException(List.of(new Problem(
                    new Place(file.toString(), line, column), "not UTF-8 text, expected the file in UTF-8")));
        }
    }

    private static ConfigException unreadable(Path file, String message) {
        return new ConfigException(List.of(new Problem(new Place(file.toString(), 1, 1), message)));
    }
}
