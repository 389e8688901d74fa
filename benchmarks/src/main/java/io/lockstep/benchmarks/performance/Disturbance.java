package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What else the machine was doing: its load, the CPU time that the hypervisor gave to others, and how far apart it has put the cores.
 *
 * @param load average of the last minute
 * @param stealTicks CPU time stolen from all cores since the machine's start, in hundredths of a second
 * @param coreToCoreNs from one of the two measured cores to the other and back: {@link CoreDistance}
 * @param ns when that was
 */
record Disturbance(double load, long stealTicks, long coreToCoreNs, long ns) {
    private static final int STEAL = 8; // of /proc/stat's first line; proc(5)
    private static final double TICKS_PER_SECOND = 100;

    static Disturbance now(Lab lab) throws IOException, InterruptedException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        String[] cpu = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +", -1);
        long coreToCoreNs = CoreDistance.roundTripNs(lab.firstCore(), lab.secondCore());
        return new Disturbance(Double.parseDouble(load), Long.parseLong(cpu[STEAL]), coreToCoreNs, System.nanoTime());
    }

    /** In words, from an earlier moment to this one. */
    String since(Disturbance before) {
        double stolen = (stealTicks - before.stealTicks) / TICKS_PER_SECOND;
        double seconds = (ns - before.ns) / 1e9;
        return String.format(
                Locale.ROOT,
                "load average %.2f before, %.2f after; %.1f s of CPU time stolen in %.0f s; from core to core and back"
                        + " %d ns before, %d after",
                before.load,
                load,
                stolen,
                seconds,
                before.coreToCoreNs,
                coreToCoreNs);
    }
}
