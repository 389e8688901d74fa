package io.lockstep.benchmarks.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which benchmarks run, and what they run on. */
final class BenchTest {
    @TempDir
    private Path folder;

    @Test
    void shouldRunTheNamedOnesInTheirOrder() {
        assertEquals(
                List.of("nat-solo", "forward"),
                Bench.choose(List.of("nat-solo", "forward")).stream()
                        .map(Benchmark::name)
                        .toList());
    }

    @Test
    void shouldRunAllButTheLongOnesWithoutNames() {
        List<String> names =
                Bench.choose(List.of()).stream().map(Benchmark::name).toList();
        assertTrue(names.containsAll(List.of("forward", "access", "nat-solo", "nat-pair", "channel", "overhead")));
        assertTrue(!names.contains("steady"), names::toString);
    }

    @Test
    void shouldNameWhatThereIsWhenANameIsUnknown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Bench.choose(List.of("nat-sole")));
        assertTrue(e.getMessage().contains("nat-sole") && e.getMessage().contains("nat-solo"), e.getMessage());
    }

    @Test
    void shouldReadItsOptions() {
        BenchOptions options = new BenchOptions();
        new CommandLine(options).parseArgs("forward", "--cores", "2,3", "--no-huge", "--brief", "--json", "a.json");
        assertEquals(List.of("forward"), options.names);
        assertEquals(List.of(2, 3), options.cores);
        assertTrue(options.noHuge && options.brief);
        assertEquals(Path.of("a.json"), options.json);
    }

    @Test
    void shouldDescribeEachPortAndFunctionOfANode() {
        Lab lab = new Lab(Path.of("home"), folder, folder.resolve("f.jar"), 0, 1, false, Pace.BRIEF);
        String text = new NodeFile(lab, "one", "primary", 1)
                .port("left", "net_null0", "no-rx=1")
                .ofPort("mtu", 900)
                .function("swap", lab.functions(), "macswap", "")
                .text();
        assertTrue(text.contains("  cores: [1]\n"), text);
        assertTrue(text.contains("  huge-pages: false\n"), text);
        assertTrue(
                text.contains("  - name: left\n    device: net_null0\n    vdev: \"net_null0,no-rx=1\"\n    mtu: 900\n"),
                text);
        assertTrue(text.contains("  - name: swap\n    plugin: " + lab.functions() + "\n    type: macswap\n"), text);
    }

    @Test
    void shouldTakeTheMiddleOfWhatWasSeen() {
        assertEquals(2, Turns.median(new double[] {9, 1, 2}));
        assertEquals(1.5, Turns.median(new double[] {2, 1}));
    }

    @Test
    void shouldSumTheCpuTimeOfThePacketThreadsAlone() throws Exception {
        thread("10", "worker-0", "1000 7 3");
        thread("11", "[worker-0,owner", "200 7 3");
        thread("12", "C2 CompilerThre", "999999 7 3");
        assertEquals(1_200, ThreadTimes.cpuNs(folder));
    }

    private void thread(String id, String name, String times) throws Exception {
        Path thread = Files.createDirectory(folder.resolve(id));
        Files.writeString(thread.resolve("comm"), name + "\n");
        Files.writeString(thread.resolve("schedstat"), times + "\n");
    }
}
