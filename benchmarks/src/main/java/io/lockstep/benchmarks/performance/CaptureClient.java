package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.demo.Events;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Traffic from inside for {@link RealCapture}: {@code CaptureClient SERVER PORT HTTP_PORT}. Uploads to {@link CaptureServer} of a few hundred
 * bytes to a few hundred thousand, downloads, and exchanges of datagrams, each with a socket of its own, {@link #AT_ONCE} at any time. Says
 * {@code result}, with the flows and those that {@code failed}, and ends. Lengths are the same in every run; what the kernel makes of
 * them is not.
 */
public final class CaptureClient {
    private static final int UPLOADS = 400;
    private static final int DOWNLOADS = 200;
    private static final int EXCHANGES = 400;
    private static final int AT_ONCE = 64;
    private static final int TIMEOUT_MS = 5_000;
    private static final int ANSWER_WITHIN_MS = 200;
    private static final int LEAST_BYTES = 200;
    private static final int MOST_BYTES = 200_000;
    private static final int LEAST_DATAGRAM_BYTES = 20;
    private static final int MOST_DATAGRAM_BYTES = 1_472; // fills an Ethernet frame
    private static final int LEAST_DATAGRAMS = 4;
    private static final int MOST_DATAGRAMS = 40;

    private final InetSocketAddress server;
    private final int httpPort;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicInteger failed = new AtomicInteger();

    private CaptureClient(InetSocketAddress server, int httpPort) {
        this.server = server;
        this.httpPort = httpPort;
    }

    @FunctionalInterface
    private interface Exchange {
        void run(int flow, SplittableRandom random) throws IOException;
    }

    /** Runs the client. */
    public static void main(String[] args) {
        System.setProperty("http.keepAlive", "false"); // a connection for each download
        new CaptureClient(new InetSocketAddress(args[0], Integer.parseInt(args[1])), Integer.parseInt(args[2])).run();
    }

    private void run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int flow = 0; flow < Math.max(UPLOADS, EXCHANGES); flow++) {
                start(threads, flow, UPLOADS, this::upload);
                start(threads, flow, EXCHANGES, this::datagrams);
                start(threads, flow, DOWNLOADS, this::download);
            }
        }
        Map<String, Object> result = Events.event(Events.RESULT);
        result.put("flows", UPLOADS + DOWNLOADS + EXCHANGES);
        result.put("failed", failed.get());
        Events.write(result);
    }

    private void start(ExecutorService threads, int flow, int count, Exchange exchange) {
        if (flow >= count) {
            return;
        }
        places.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                exchange.run(flow, new SplittableRandom(flow));
            } catch (IOException e) {
                failed.incrementAndGet();
                System.err.println("flow " + flow + " has failed: " + e);
            } finally {
                places.release();
            }
        });
    }

    private void upload(int flow, SplittableRandom random) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(CaptureNetwork.host(flow), 0));
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(server, TIMEOUT_MS);
            socket.getOutputStream().write(new byte[bytes(random)]);
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private void download(int flow, SplittableRandom random) throws IOException {
        String path = "/stream?seed=%d&bytes=%d".formatted(flow, bytes(random));
        var connection = URI.create("http://" + server.getHostString() + ":" + httpPort + path)
                .toURL()
                .openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try (InputStream in = connection.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** The next datagram leaves when the last was answered, or a while later: one that is lost is nothing special. */
    private void datagrams(int flow, SplittableRandom random) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(CaptureNetwork.host(flow), 0))) {
            socket.connect(server);
            socket.setSoTimeout(ANSWER_WITHIN_MS);
            byte[] bytes = new byte[MOST_DATAGRAM_BYTES];
            for (int left = random.nextInt(LEAST_DATAGRAMS, MOST_DATAGRAMS + 1); left > 0; left--) {
                socket.send(new DatagramPacket(bytes, random.nextInt(LEAST_DATAGRAM_BYTES, MOST_DATAGRAM_BYTES + 1)));
                receive(socket, new DatagramPacket(bytes, bytes.length));
            }
        }
    }

    private static void receive(DatagramSocket socket, DatagramPacket answer) throws IOException {
        try {
            socket.receive(answer);
        } catch (SocketTimeoutException e) {
            return;
        }
    }

    /** Many short ones and a few long ones: the logarithm is evenly spread. */
    private static int bytes(SplittableRandom random) {
        return (int) Math.exp(random.nextDouble(Math.log(LEAST_BYTES), Math.log(MOST_BYTES)));
    }
}
