package io.lockstep.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Captures of synthetic traffic from inside hosts (10.0.0.0/8) to servers outside, the same bytes in every run. */
final class Captures {
    /** The node's inside address with its prefix. */
    static final String INSIDE = "10.0.0.1/8";
    /** The node's outside address. */
    static final String OUTSIDE = "198.51.100.2";
    /** The router outside. */
    static final String GATEWAY = "198.51.100.1";

    /** Frames on the wire of 64, 594 and 1518 bytes, seven to four to one; without frame check sequence. */
    private static final int[] IMIX = {60, 60, 60, 60, 60, 60, 60, 590, 590, 590, 590, 1514};

    private static final int HOSTS = 1 << 12;
    private static final int FIRST_HOST = 0x0a00_0010;
    private static final int FIRST_SERVER = 0xc612_0000; // 198.18.0.0/15, RFC 2544
    private static final int SERVERS = 1 << 16;
    private static final int GATEWAY_QUESTIONS = 4;

    private Captures() {}

    /** One packet of each of so many UDP flows, all of one length, in random order. */
    static Path flows(Path directory, int flows, int frameBytes) throws IOException {
        return write(directory.resolve("flows-" + flows + "-" + frameBytes + ".pcap"), flows, new int[] {frameBytes});
    }

    /** A dozen packets of each of so many flows, of the lengths of the simple Internet mix. */
    static Path imix(Path directory, int flows) throws IOException {
        return write(directory.resolve("imix-" + flows + ".pcap"), flows, IMIX);
    }

    /** What the outside port gets: a few questions of the gateway, so that its MAC address is known. */
    static Path gateway(Path directory) throws IOException {
        Path file = directory.resolve("gateway.pcap");
        try (CaptureWriter writer = new CaptureWriter(file)) {
            byte[] question = Frames.arpRequest(Frames.ipv4(GATEWAY), Frames.ipv4(OUTSIDE));
            for (int i = 0; i < GATEWAY_QUESTIONS; i++) {
                writer.write(question);
            }
        }
        return file;
    }

    private static Path write(Path file, int flows, int[] lengths) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        int[] order = new int[flows * lengths.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Random random = new Random(4711);
        shuffle(order, random);
        int[] servers = random.ints(flows, 0, SERVERS).toArray();
        try (CaptureWriter writer = new CaptureWriter(file)) {
            for (int packet : order) {
                int flow = packet % flows;
                writer.write(udp(flow, servers[flow], lengths[packet / flows]));
            }
        }
        return file;
    }

    /** Flow number f is host f mod 4096, and a port of its own of that host. */
    private static byte[] udp(int flow, int server, int frameBytes) {
        int sourcePort = 1024 + (flow / HOSTS * 61 + flow % HOSTS * 7) % 64_000;
        return Frames.udp(FIRST_HOST + flow % HOSTS, sourcePort, FIRST_SERVER + server, 80, frameBytes);
    }

    private static void shuffle(int[] items, Random random) {
        for (int i = items.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int item = items[i];
            items[i] = items[other];
            items[other] = item;
        }
    }
}
