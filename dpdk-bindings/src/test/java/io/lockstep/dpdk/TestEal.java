package io.lockstep.dpdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An EAL that needs no hugepages, no NIC, no privileges, and leaves nothing behind. */
final class TestEal {
    private TestEal() {}

    static Eal start(String... more) {
        return Eal.init(arguments(more));
    }

    static List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--no-huge", "--no-shconf", "--no-pci", "--no-telemetry"));
        arguments.addAll(List.of("-m", "64", "-l", firstAllowedCpu(), "--log-level=error"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** A container need not own CPU 0. */
    static String firstAllowedCpu() {
        return allowedCpus().split("[-,]", 2)[0];
    }

    /** The CPUs of the calling thread, as Linux lists them: {@code 0-3,8}. */
    static String allowedCpus() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("these tests need Linux with /proc", e);
        }
    }

    static MbufPool pool(String name) {
        return MbufPool.create(name, 4095, 32, MbufPool.DEFAULT_DATA_ROOM_BYTES, MbufPool.ANY_NUMA_SOCKET);
    }
}
