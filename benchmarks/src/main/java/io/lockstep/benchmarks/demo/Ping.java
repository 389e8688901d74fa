package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A ping of ten a second from the client to the server. */
final class Ping {
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    private final Stage stage;
    private final Process process;

    private Ping(Stage stage, Process process) {
        this.stage = stage;
        this.process = process;
    }

    static Ping start(Stage stage, String address) throws IOException {
        return new Ping(
                stage, stage.start("client", "ping", "env", "LC_ALL=C", "ping", "-n", "-i", "0.1", "-W", "1", address));
    }

    /** Ends the ping, which then sums up. */
    Outcome stop() throws IOException, InterruptedException, DemoFailure {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        process.waitFor(5, TimeUnit.SECONDS);
        Matcher summary = SUMMARY.matcher(Files.readString(stage.log("ping")));
        if (!summary.find()) {
            throw new DemoFailure("ping gave no summary; its log is " + stage.log("ping"));
        }
        return new Outcome(Long.parseLong(summary.group(1)), Long.parseLong(summary.group(2)));
    }

    /**
     * What it counted.
     *
     * @param sent echo requests
     * @param received echo replies
     */
    record Outcome(long sent, long received) {
        long lost() {
            return sent - received;
        }
    }
}
