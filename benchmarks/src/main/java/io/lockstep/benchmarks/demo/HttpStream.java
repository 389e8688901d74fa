package io.lockstep.benchmarks.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least of an HTTP/1.1 server: {@code GET /stream?seed=S&bytes=N} answers with a {@link RandomStream}, slowly
 * with {@code &rate=R}, in bytes a second. It counts
 * connections and requests, and cannot resume: a download that arrives whole came over one connection. A virtual thread per
 * connection.
 */
final class HttpStream implements AutoCloseable {
    private static final Pattern REQUEST =
            Pattern.compile("GET /stream\\?seed=(\\d{1,18})&bytes=(\\d{1,15})(?:&rate=(\\d{1,9}))? HTTP/1\\.[01]");
    /** Little waits in the kernel, so that after a pause there is not much to catch up with. */
    private static final int PACED_BUFFER_BYTES = 128 * 1024;

    private static final int MAX_HEADER_LINES = 100;

    private final ServerSocket listener;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    HttpStream(InetSocketAddress address) throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address);
        Thread.ofVirtual().name("http-accept").start(this::accept);
    }

    long connections() {
        return connections.get();
    }

    long requests() {
        return requests.get();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().name("http").start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                System.err.println("http: accepting connections has failed: " + e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                requests.incrementAndGet();
                skipHeader(in);
                answer(request, socket);
            }
        } catch (IOException e) {
            System.err.println("http: " + socket.getRemoteSocketAddress() + ": " + e);
        }
    }

    private static void skipHeader(BufferedReader in) throws IOException {
        for (int i = 0; i < MAX_HEADER_LINES; i++) {
            String line = in.readLine();
            if (line == null || line.isEmpty()) {
                return;
            }
        }
        throw new IOException("more than " + MAX_HEADER_LINES + " header lines");
    }

    private static void answer(String request, Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        Matcher matcher = REQUEST.matcher(request);
        if (!matcher.matches()) {
            out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        long bytes = Long.parseLong(matcher.group(2));
        String header =
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: " + bytes + "\r\n\r\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        long chunkNs = 0;
        if (matcher.group(3) != null) {
            socket.setSendBufferSize(PACED_BUFFER_BYTES);
            chunkNs = RandomStream.CHUNK_BYTES * 1_000_000_000L / Math.max(1, Long.parseLong(matcher.group(3)));
        }
        write(new RandomStream(Long.parseLong(matcher.group(1))), bytes, chunkNs, out);
    }

    /** A chunk in so many nanoseconds; time that the client has not taken any is not made up for. */
    private static void write(RandomStream stream, long bytes, long chunkNs, OutputStream out) throws IOException {
        byte[] chunk = new byte[RandomStream.CHUNK_BYTES];
        for (long left = bytes; left > 0; left -= chunk.length) {
            long startNs = System.nanoTime();
            stream.fill(chunk);
            out.write(chunk, 0, (int) Math.min(left, chunk.length));
            LockSupport.parkNanos(startNs + chunkNs - System.nanoTime());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
