package io.lockstep.nat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Frames of every kind that the NAT treats differently, valid and meant to be mixed, from a seed. */
final class Traffic {
    /** A frame and the port that it comes in by. */
    record Arrival(String port, Frame frame) {}

    private static final String[] FLAGS = {"S", "SA", "A", "A", "FA", "R"};

    private final Random random;

    Traffic(long seed) {
        random = new Random(seed);
    }

    /** One of each kind, all about a flow of 10.0.0.2:5000 with 198.51.100.9:53. */
    static List<Arrival> oneOfEach() {
        List<Arrival> all = new ArrayList<>();
        byte[] out = Frame.udp("203.0.113.1:5000", "198.51.100.9:53").bytes();
        byte[] outTcp = Frame.tcp("203.0.113.1:5000", "198.51.100.9:80", "S").bytes();
        byte[] in = Frame.udp("198.51.100.9:53", "10.0.0.2:5000").bytes();
        byte[] inside = Frame.udp("203.0.113.1:5000", "10.0.0.3:7000").bytes();
        lan(all, Frame.udp("10.0.0.2:5000", "198.51.100.9:53"));
        lan(all, Frame.udp("10.0.0.3:7000", "198.51.100.9:53"));
        lan(all, Frame.tcp("10.0.0.2:5000", "198.51.100.9:80", "S"));
        lan(all, Frame.icmpQuery(8, "10.0.0.2:77", "198.51.100.9"));
        lan(all, Frame.udp("10.0.0.2:5000", "203.0.113.1:7000"));
        lan(all, Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 2000).fragment(0, 1000));
        lan(all, Frame.udp("10.0.0.2:5000", "198.51.100.9:53", 2000).fragment(1000, 1500));
        lan(all, Frame.icmpError(3, 3, "10.0.0.2", "198.51.100.9", in, 28));
        lan(all, Frame.icmpError(3, 3, "10.0.0.3", "203.0.113.1", inside, 40));
        lan(all, Frame.icmpQuery(8, "10.0.0.2:77", "10.0.0.1"));
        lan(all, Frame.udp("10.0.0.2:5000", "198.51.100.9:53").timeToLive(1));
        lan(all, Frame.udp("10.0.0.2:5000", "198.51.100.9:53").options((byte) 7, (byte) 3, (byte) 4, (byte) 0));
        wan(all, Frame.udp("198.51.100.9:53", "203.0.113.1:5000"));
        wan(all, Frame.tcp("198.51.100.9:80", "203.0.113.1:5000", "SA"));
        wan(all, Frame.icmpQuery(0, "198.51.100.9", "203.0.113.1:77"));
        wan(all, Frame.udp("198.51.100.9:53", "203.0.113.1:5000", 2000).fragment(0, 1000));
        wan(all, Frame.udp("198.51.100.9:53", "203.0.113.1:5000", 2000).fragment(1000, 1500));
        wan(all, Frame.icmpError(11, 0, "192.0.2.33", "203.0.113.1", out, 28));
        wan(all, Frame.icmpError(3, 1, "192.0.2.33", "203.0.113.1", outTcp, 47));
        wan(all, Frame.icmpQuery(8, "198.51.100.9:77", "203.0.113.1"));
        return all;
    }

    /** Many flows of few hosts; replies hit mappings as often as ports are kept. */
    Arrival next() {
        String host = "10.0.0." + (2 + random.nextInt(20));
        String server = "198.51.100." + (1 + random.nextInt(5));
        int port = 5000 + random.nextInt(40);
        String inside = host + ":" + port;
        String external = "203.0.113." + (1 + random.nextInt(2)) + ":" + port;
        boolean lan = random.nextInt(3) > 0;
        String from = lan ? inside : server + ":53";
        String to = !lan || random.nextInt(6) == 0 ? external : server + ":53";
        Frame frame = switch (random.nextInt(6)) {
            case 0, 1 -> Frame.udp(from, to, random.nextInt(100));
            case 2, 3 -> Frame.tcp(from, to, FLAGS[random.nextInt(FLAGS.length)]);
            case 4 -> lan ? Frame.icmpQuery(8, inside, server) : Frame.icmpQuery(0, server, external);
            default -> fragmentOrError(lan, from, to, inside, external, server);
        };
        if (random.nextInt(20) == 0) {
            frame.timeToLive(1);
        }
        return new Arrival(lan ? "lan" : "wan", frame);
    }

    private Frame fragmentOrError(boolean lan, String from, String to, String inside, String external, String server) {
        if (random.nextBoolean()) {
            Frame whole = Frame.udp(from, to, 1200).identification(random.nextInt(3));
            return random.nextBoolean() ? whole.fragment(0, 600) : whole.fragment(600, 700);
        }
        byte[] about = lan
                ? Frame.udp(server + ":53", inside).bytes()
                : Frame.udp(external, server + ":53").bytes();
        return lan
                ? Frame.icmpError(3, 3, inside, server, about, 28)
                : Frame.icmpError(11, 0, "192.0.2.33", external, about, 28);
    }

    private static void lan(List<Arrival> all, Frame frame) {
        all.add(new Arrival("lan", frame));
    }

    private static void wan(List<Arrival> all, Frame frame) {
        all.add(new Arrival("wan", frame));
    }
}
