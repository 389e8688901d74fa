package io.lockstep.benchmarks.performance.paced;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A paced node as the harness has it: its process, and how to talk to it ({@link PacedMain}). One thread. */
public final class PacedProcess implements AutoCloseable {
    private static final int ANSWER_SECONDS = 60;
    private static final int EXIT_SECONDS = 10;

    private final String name;
    private final Path log;
    private final Path windowFile;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    PacedProcess(String name, List<String> javaOptions, PacedSettings settings, Path directory) throws IOException {
        this.name = name;
        this.log = directory.resolve("paced-" + name + ".log");
        this.windowFile = directory.resolve("paced-" + name + ".window");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PacedMain.class.getName()));
        command.addAll(settings.toArguments());
        this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** The node's state, as its label. */
    public String state() throws IOException, InterruptedException {
        return ask("state");
    }

    /** The node's counters now. */
    public NodeTotals totals() throws IOException, InterruptedException {
        return NodeTotals.parse(ask("totals"));
    }

    /** Sets the rate of the sources in packets per second: 0, a number, or infinite. */
    public void pace(double packetsPerSecond) throws IOException, InterruptedException {
        expectOk("pace " + packetsPerSecond);
    }

    /** Begins a window. */
    public void begin() throws IOException, InterruptedException {
        expectOk("begin");
    }

    /** Ends it. */
    public Window end() throws IOException, InterruptedException {
        expectOk("end " + windowFile);
        Window window = Window.read(windowFile);
        Files.delete(windowFile);
        return window;
    }

    /** Ends the process; kills it where it does not end by itself. */
    @Override
    public void close() {
        try {
            commands.close(); // the end of its input ends it
        } catch (IOException e) {
            process.destroy(); // it has ended, or does not read any more
        }
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** For {@code ps}, and for tests that look whether it is gone. */
    public long pid() {
        return process.pid();
    }

    private void expectOk(String command) throws IOException, InterruptedException {
        String answer = ask(command);
        if (!answer.equals("ok")) {
            throw new IOException("the paced " + name + " answered '" + answer + "' to '" + command + "'");
        }
    }

    private String ask(String command) throws IOException, InterruptedException {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw ended(command);
        }
        for (int i = 0; i < ANSWER_SECONDS * 10; i++) {
            String answer = answers.poll(100, TimeUnit.MILLISECONDS);
            if (answer != null) {
                return answer;
            }
            if (!process.isAlive() && answers.isEmpty()) {
                throw ended(command);
            }
        }
        throw new IOException("the paced " + name + " has not answered '" + command + "' within " + ANSWER_SECONDS
                + " s; see " + log);
    }

    private IOException ended(String command) throws IOException {
        return new IOException("the paced " + name + " has ended before it answered '" + command + "'; it wrote:\n"
                + Files.readString(log));
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(PacedMain.ANSWER)) {
                    answers.add(line.substring(PacedMain.ANSWER.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
