package io.lockstep.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import io.lockstep.dpdk.bindings.ls_link_status;
import io.lockstep.dpdk.bindings.ls_port_config;
import io.lockstep.dpdk.bindings.ls_port_info;
import io.lockstep.dpdk.bindings.ls_port_stats;
import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the generated bindings against the header and against what the C compiler makes of it. */
class BindingsTest {
    private static final Path HEADER = Path.of("src/main/c/lockstep_dpdk.h");
    private static final String STALE = "the bindings are not the header's: run scripts/generate-bindings";
    private static final List<GroupLayout> STRUCTS =
            List.of(ls_port_info.layout(), ls_port_config.layout(), ls_link_status.layout(), ls_port_stats.layout());

    private static String header;

    @BeforeAll
    static void readHeader() throws IOException {
        NativeLibrary.ensureLoaded();
        header = Files.readString(HEADER).replaceAll("(?s)/\\*.*?\\*/", "");
    }

    @Test
    void shouldLayOutEveryStructAsTheCCompilerDoes(@TempDir Path directory) {
        Path program = directory.resolve("layouts");
        CCompiler.compile(
                CCompiler.source(directory, "layouts.c", layoutProgram()),
                program,
                "-I" + HEADER.toAbsolutePath().getParent());

        assertEquals(generatedLayouts(), CCompiler.run(List.of(program.toString())), STALE);
    }

    @Test
    void shouldBindEveryStructOfTheHeader() {
        TreeSet<String> declared = new TreeSet<>();
        Matcher structs = Pattern.compile("struct (ls_\\w+) \\{").matcher(header);
        while (structs.find()) {
            declared.add(structs.group(1));
        }

        assertEquals(
                declared,
                STRUCTS.stream().map(BindingsTest::name).collect(Collectors.toCollection(TreeSet::new)),
                "add the struct to STRUCTS here, too");
    }

    @Test
    void shouldGiveEveryFunctionTheTypesOfTheHeader() throws ReflectiveOperationException {
        TreeMap<String, String> declared = new TreeMap<>();
        TreeMap<String, String> bound = new TreeMap<>();
        Matcher functions =
                Pattern.compile("(\\w[\\w ]*[ *])(ls_\\w+)\\(([^)]*)\\);").matcher(header);
        while (functions.find()) {
            declared.put(functions.group(2), signature(functions.group(1), functions.group(3)));
            bound.put(functions.group(2), signature(descriptor(functions.group(2))));
        }

        assertTrue(declared.size() > 25, () -> "the pattern found only " + declared.keySet());
        assertEquals(declared, bound, STALE);
    }

    @Test
    void shouldHaveBeenGeneratedFromThisInterfaceVersion() {
        assertEquals(LockstepDpdk.LS_INTERFACE_VERSION(), LockstepDpdk.ls_interface_version(), STALE);
    }

    /** One line per struct and field: name, offset, size. */
    private static String layoutProgram() {
        StringBuilder program = new StringBuilder(
                "#include \"lockstep_dpdk.h\"\n#include <stddef.h>\n#include <stdio.h>\nint main(void) {\n");
        for (GroupLayout struct : STRUCTS) {
            String type = "struct " + name(struct);
            program.append("printf(\"%s 0 %%zu\\n\", sizeof(%s));\n".formatted(name(struct), type));
            for (MemoryLayout field : fields(struct)) {
                program.append("printf(\"%2$s %%zu %%zu\\n\", offsetof(%1$s, %2$s), sizeof(((%1$s *)0)->%2$s));\n"
                        .formatted(type, name(field)));
            }
        }
        return program.append("return 0; }\n").toString();
    }

    private static String generatedLayouts() {
        StringBuilder layouts = new StringBuilder();
        for (GroupLayout struct : STRUCTS) {
            layouts.append("%s 0 %d\n".formatted(name(struct), struct.byteSize()));
            for (MemoryLayout field : fields(struct)) {
                long offset = struct.byteOffset(PathElement.groupElement(name(field)));
                layouts.append("%s %d %d\n".formatted(name(field), offset, field.byteSize()));
            }
        }
        return layouts.toString();
    }

    private static List<MemoryLayout> fields(GroupLayout struct) {
        return struct.memberLayouts().stream()
                .filter(member -> !(member instanceof PaddingLayout))
                .toList();
    }

    private static String name(MemoryLayout layout) {
        return layout.name().orElseThrow();
    }

    private static FunctionDescriptor descriptor(String function) throws ReflectiveOperationException {
        return (FunctionDescriptor)
                LockstepDpdk.class.getMethod(function + "$descriptor").invoke(null);
    }

    /** {@code I(IJP)} for {@code int32_t f(uint32_t, uint64_t, char *)}. */
    private static String signature(String result, String parameters) {
        return typeOf(result)
                + Arrays.stream(parameters.split(","))
                        .map(BindingsTest::typeOf)
                        .filter(type -> !type.equals("V"))
                        .collect(Collectors.joining("", "(", ")"));
    }

    private static String signature(FunctionDescriptor descriptor) {
        return descriptor.returnLayout().map(BindingsTest::typeOf).orElse("V")
                + descriptor.argumentLayouts().stream()
                        .map(BindingsTest::typeOf)
                        .collect(Collectors.joining("", "(", ")"));
    }

    private static String typeOf(String declaration) {
        if (declaration.contains("*")) {
            return "P";
        }
        return declaration.contains("64_t") ? "J" : declaration.contains("32_t") ? "I" : "V";
    }

    private static String typeOf(MemoryLayout layout) {
        return switch (layout) {
            case AddressLayout _ -> "P";
            case ValueLayout.OfLong _ -> "J";
            case ValueLayout.OfInt _ -> "I";
            default -> layout.toString();
        };
    }
}
