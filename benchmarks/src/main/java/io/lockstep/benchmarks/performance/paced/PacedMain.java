package io.lockstep.benchmarks.performance.paced;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;

/**
 * The process of one paced node. Takes commands on standard input, a line each, and answers each with a line that begins with {@code =}:
 *
 * <pre>
 *   state          the node's state, such as protected
 *   totals         its counters ({@link NodeTotals})
 *   pace RATE      packets per second: 0, a number, Infinity                          ok
 *   begin          a window begins                                                    ok
 *   end FILE       it ends; what was measured is written to FILE ({@link Window})     ok
 *   quit           or the end of the input: ends the process
 * </pre>
 */
public final class PacedMain implements AutoCloseable {
    /** Begins an answer, in case that the JVM writes something of its own. */
    static final String ANSWER = "= ";

    private static final int CLOSE_TIMEOUT_MS = 5_000;
    private static final long ORDER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = 100_000;
    private static final int MOST_PAUSES = 1 << 17;
    private static final int CLOCK_READINGS = 1_000_000;

    private final PacedSettings settings;
    private final PacedNode node;
    private final PacedLoop loop;
    private final AgentRunner runner;
    private final Thread thread;
    private final double clockNs = clockNs();

    private Recording recording;
    private long startNs;
    private NodeTotals totals;
    private ThreadFigures figures;

    private PacedMain(PacedSettings settings) {
        this.settings = settings;
        Recording unused = newRecording();
        this.recording = unused;
        this.node = new PacedNode(settings, unused);
        this.loop = new PacedLoop(
                node.agents(),
                node.packetAgents(),
                node.sources(),
                node.sinks(),
                unused,
                settings.core(),
                settings.timed());
        this.runner = new AgentRunner(new BusySpinIdleStrategy(), PacedMain::fail, null, loop);
        this.thread = AgentRunner.startOnThread(runner, task -> new FastThreadLocalThread(task, "lockstep"));
    }

    /** Runs a node until it is told to end. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // answers only, no line of a log
        try (PacedMain main = new PacedMain(PacedSettings.parse(arguments));
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = input.readLine();
            while (line != null && !line.equals("quit")) {
                answers.println(ANSWER + main.answer(line));
                answers.flush();
                line = input.readLine();
            }
        }
    }

    private String answer(String line) throws IOException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "state" -> {
                return node.node().conductor().state().label();
            }
            case "totals" -> {
                return NodeTotals.of(node.node()).toLine();
            }
            case "pace" -> order(Double.parseDouble(words[1]));
            case "begin" -> begin();
            case "end" -> end().write(Path.of(words[1]));
            default -> throw new IllegalArgumentException("unknown command: " + line);
        }
        return "ok";
    }

    private void begin() {
        recording = newRecording();
        order(Order.AS_BEFORE);
        startNs = System.nanoTime();
        totals = NodeTotals.of(node.node());
        figures = ThreadFigures.of(thread);
    }

    private Window end() {
        long endNs = System.nanoTime();
        NodeTotals totalsAtEnd = NodeTotals.of(node.node());
        ThreadFigures figuresAtEnd = ThreadFigures.of(thread);
        Recording ended = recording;
        recording = newRecording();
        order(Order.AS_BEFORE);
        ArrayList<AgentTime> agents = new ArrayList<>();
        List<Agent> all = node.agents();
        for (int i = 0; i < all.size(); i++) {
            agents.add(ended.agent(i, all.get(i).roleName()));
        }
        return new Window(
                startNs,
                endNs,
                totalsAtEnd.since(totals),
                totalsAtEnd,
                figuresAtEnd.since(figures),
                ended.latencies(),
                agents,
                ended.rounds(),
                ended.portNs(),
                ended.portCalls(),
                new ArrayList<>(ended.pauses().toList()),
                ended.pauses().notKept(),
                clockNs);
    }

    /** Gives an order and waits until it is followed. */
    private void order(double packetsPerSecond) {
        Order order = new Order(packetsPerSecond, recording);
        loop.request(order);
        long deadlineNs = System.nanoTime() + ORDER_TIMEOUT_NS;
        while (!loop.follows(order)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the agents' thread stands still, its state is " + thread.getState());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private Recording newRecording() {
        int agents = 2 * settings.workers() + settings.owners() + 1;
        return new Recording(agents, settings.timed() ? MOST_PAUSES : 0);
    }

    private static void fail(Throwable failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private static double clockNs() {
        long fromNs = System.nanoTime();
        for (int i = 0; i < CLOCK_READINGS; i++) {
            System.nanoTime();
        }
        return (double) (System.nanoTime() - fromNs) / CLOCK_READINGS;
    }

    @Override
    public void close() {
        runner.close(CLOSE_TIMEOUT_MS, stuck -> {
            throw new IllegalStateException("thread " + stuck.getName() + " does not stop");
        });
        node.close();
    }
}
