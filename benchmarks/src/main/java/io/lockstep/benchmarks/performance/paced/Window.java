package io.lockstep.benchmarks.performance.paced;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.HdrHistogram.Histogram;

/**
 * What one node measured between two moments.
 *
 * @param startNs first moment, {@link System#nanoTime}
 * @param endNs last
 * @param totals what the node counted meanwhile
 * @param atEnd what it had counted in all
 * @param thread what the agents' thread used
 * @param latencies of the packets that this node released, in nanoseconds
 * @param agents times of the agents, where they were taken
 * @param rounds how long rounds through all agents took, in nanoseconds, where the agents were timed
 * @param portNs time in the code that stands in for a driver
 * @param portCalls calls of it that had packets
 * @param pauses rounds that took too long, see {@link PauseLog}
 * @param pausesNotKept those for which there was no room
 * @param clockNs what one reading of the clock takes here
 */
@SuppressWarnings("serial") // both ends are this code
public record Window(
        long startNs,
        long endNs,
        NodeTotals totals,
        NodeTotals atEnd,
        ThreadFigures thread,
        Histogram latencies,
        ArrayList<AgentTime> agents,
        Histogram rounds,
        long portNs,
        long portCalls,
        ArrayList<Pause> pauses,
        long pausesNotKept,
        double clockNs)
        implements Serializable {
    /** Length in nanoseconds. */
    public long durationNs() {
        return endNs - startNs;
    }

    /** Packets that this node handled: received by it, or replayed. */
    public long packets() {
        return totals.received() + totals.replayed();
    }

    /** Packets released per second. */
    public double releasedPerSecond() {
        return totals.released() * 1e9 / durationNs();
    }

    /** Share of the time that the agents' thread had a CPU. */
    public double onCpuShare() {
        return (double) thread.cpuNs() / durationNs();
    }

    void write(Path file) throws IOException {
        try (ObjectOutputStream output = new ObjectOutputStream(Files.newOutputStream(file))) {
            output.writeObject(this);
        }
    }

    static Window read(Path file) throws IOException {
        try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(file))) {
            return (Window) input.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(file + " was written by another version of this program", e);
        }
    }
}
