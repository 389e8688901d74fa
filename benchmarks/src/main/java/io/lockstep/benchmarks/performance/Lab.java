package io.lockstep.benchmarks.performance;

import java.nio.file.Path;

/**
 * Where benchmarks run: the built daemon, a folder of their own, the cores.
 *
 * @param home the daemon as built, with {@code bin}, {@code lib} and {@code plugins}
 * @param directory for configurations, captures, logs and sockets
 * @param functions jar of the network functions that only benchmarks use
 * @param firstCore CPU of a single node, or of the primary
 * @param secondCore CPU of the backup, of a state owner, or of what must not disturb the first
 * @param hugePages whether there are free hugepages of 2 MB
 * @param pace how long to measure
 */
record Lab(Path home, Path directory, Path functions, int firstCore, int secondCore, boolean hugePages, Pace pace) {
    /** The same with another copy of the daemon. */
    Lab with(Path otherHome) {
        return new Lab(otherHome, directory, functions, firstCore, secondCore, hugePages, pace);
    }

    /** The shipped NAT. */
    Path nat() {
        return home.resolve("plugins").resolve("lockstep-nat.jar");
    }
}
