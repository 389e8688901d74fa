package io.lockstep.benchmarks.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One curl, one connection, no retry. What it gets is digested as it arrives. */
public final class Download {
    private static final int MAX_SECONDS = 120;
    private static final int MAX_STALL_SECONDS = 15;

    private final Stage stage;
    private final Process curl;
    private final long markBytes;
    private final CountDownLatch markReached = new CountDownLatch(1);
    private final Thread reader;
    private final MessageDigest digest = RandomStream.newSha256();
    private volatile long bytes;
    private volatile long firstNs;
    private volatile long lastNs;

    private Download(Stage stage, String url, long markBytes) throws IOException {
        this.stage = stage;
        this.markBytes = markBytes;
        this.curl = stage.startPiped(
                "client",
                "curl",
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--max-time",
                Integer.toString(MAX_SECONDS),
                "--speed-limit",
                "1024",
                "--speed-time",
                Integer.toString(MAX_STALL_SECONDS),
                "--write-out",
                "%{stderr}{\"connections\":%{num_connects},\"local_port\":%{local_port}}\n",
                url);
        this.reader = Thread.ofPlatform().name("download").start(this::read);
    }

    /** Starts; {@link #awaitMark} returns once {@code markBytes} have arrived. */
    public static Download start(Stage stage, String url, long markBytes) throws IOException {
        return new Download(stage, url, markBytes);
    }

    private void read() {
        byte[] buffer = new byte[RandomStream.CHUNK_BYTES];
        try (InputStream in = curl.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                take(buffer, length);
            }
        } catch (IOException e) {
            System.err.println("the pipe from curl has broken: " + e);
        } finally {
            markReached.countDown();
        }
    }

    private void take(byte[] buffer, int length) {
        long nowNs = System.nanoTime();
        if (firstNs == 0) {
            firstNs = nowNs;
        }
        lastNs = nowNs;
        digest.update(buffer, 0, length);
        long total = bytes + length;
        bytes = total;
        if (total >= markBytes) {
            markReached.countDown();
        }
    }

    /** Waits until the mark, or the end where this comes first. */
    public void awaitMark() throws DemoFailure, InterruptedException {
        if (!markReached.await(MAX_SECONDS, TimeUnit.SECONDS) || bytes < markBytes) {
            throw new DemoFailure(
                    "the download got " + bytes + " bytes, expected " + markBytes + " before the failure");
        }
    }

    /** How many have arrived. */
    public long bytes() {
        return bytes;
    }

    boolean isRunning() {
        return reader.isAlive();
    }

    /** Time since the first byte. */
    double secondsSinceFirstByte(long nowNs) {
        return (nowNs - firstNs) / 1e9;
    }

    /** When the last byte so far came, on {@link System#nanoTime}. */
    long lastNs() {
        return lastNs;
    }

    /** Waits for the end. */
    public Outcome await() throws IOException, InterruptedException {
        reader.join();
        int exitCode = curl.waitFor();
        String said = Files.readString(stage.log("curl")).strip();
        int brace = said.lastIndexOf('{');
        int connections =
                brace < 0 ? 0 : ((Number) Events.parse(said.substring(brace)).get("connections")).intValue();
        String complaint = brace < 0 ? said : said.substring(0, brace).strip();
        return new Outcome(exitCode, connections, bytes, HexFormat.of().formatHex(digest.digest()), complaint);
    }

    /**
     * How it went.
     *
     * @param exitCode of curl
     * @param connections that curl opened
     * @param bytes that arrived
     * @param sha256 of these
     * @param complaint what curl wrote to its errors
     */
    public record Outcome(int exitCode, int connections, long bytes, String sha256, String complaint) {}
}
