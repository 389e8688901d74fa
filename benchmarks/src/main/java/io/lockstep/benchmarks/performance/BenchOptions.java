package io.lockstep.benchmarks.performance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code scripts/bench} asks for. */
@Command(name = "bench")
final class BenchOptions {
    @Parameters(paramLabel = "NAME", description = "Benchmarks to run, in this order; without, all but the long ones.")
    List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Say what there is, and run nothing.")
    boolean list;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to FILE too.")
    Path json;

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw the figures, as SVG files, into DIR.")
    Path plots;

    @Option(names = "--home", paramLabel = "DIR", description = "The daemon as built.")
    Path home;

    @Option(names = "--directory", paramLabel = "DIR", description = "For configurations, captures, logs, sockets.")
    Path directory;

    @Option(names = "--cores", paramLabel = "A,B", split = ",", description = "The two CPUs to use (default: 0,1).")
    List<Integer> cores = List.of(0, 1);

    @Option(names = "--no-huge", description = "Do not use hugepages.")
    boolean noHuge;

    @Option(names = "--brief", description = "Measure for a moment only: shows that everything works.")
    boolean brief;
}
