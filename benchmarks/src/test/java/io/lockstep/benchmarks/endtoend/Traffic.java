package io.lockstep.benchmarks.endtoend;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The packets of one run, all drawn from a seed: some hundred flows from inside hosts, some inbound flows to static forwards, a little
 * rubbish. A flow's packets are spread over all queues, so that workers meet at its state.
 *
 * <p>What a node releases for them depends on nothing else, but for one thing: the external port of a {@link Flow#contended} flow. The
 * inside hosts of such flows use the same source port, so the NAT draws another at random, and what it draws depends on the packet's
 * ordinal and so on how many timers have fired. Those ports are drawn below 1024 where no other flow's port is.
 */
final class Traffic {
    static final int FLOWS = 300;
    static final int FORWARDS = 12;

    private static final int FRAMES = 6_000;
    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_CONTENDED_PORT = 400;
    private static final int CONTENDED_PORTS = 8;
    private static final int FIRST_REMOTE_PORT = 10_000;
    private static final int FIRST_FORWARDED_PORT = 50_000;
    private static final int LAN_NODE = Frames.address(Frames.LAN_NODE);
    private static final int WAN_NODE = Frames.address(Frames.WAN_NODE);
    private static final int GATEWAY = Frames.address(Frames.GATEWAY);

    /** One inside endpoint and the remote that it talks to. The remote's port names the flow, also behind the NAT. */
    record Flow(int id, int protocol, int inside, int insidePort, int remote, boolean contended) {
        int remotePort() {
            return FIRST_REMOTE_PORT + id;
        }
    }

    private final Random random;
    private final long lanMac;
    private final long wanMac;
    private final List<Flow> flows;
    private final int[] sent = new int[FLOWS + FORWARDS];
    private final List<List<byte[]>> lan = new ArrayList<>();
    private final List<List<byte[]>> wan = new ArrayList<>();
    private int outbound;
    private int inbound;
    private int rubbish;

    Traffic(long seed, int queues, long lanMac, long wanMac) {
        this.random = new Random(seed);
        this.lanMac = lanMac;
        this.wanMac = wanMac;
        this.flows = IntStream.range(0, FLOWS).mapToObj(this::flow).toList();
        for (int queue = 0; queue < queues; queue++) {
            lan.add(new ArrayList<>());
            wan.add(new ArrayList<>());
            for (int i = 0; i < FORWARDS; i++) {
                lan.getLast().add(Frames.arpRequest(server(i), LAN_NODE));
            }
            wan.getLast().add(Frames.arpRequest(GATEWAY, WAN_NODE));
        }
        for (int i = 0; i < FRAMES; i++) {
            add(i, random.nextInt(queues));
        }
    }

    /** Good packets from inside: so many leave the wan port. */
    int outbound() {
        return outbound;
    }

    /** Good packets from outside: so many leave the lan port. */
    int inbound() {
        return inbound;
    }

    /** Packets that lead nowhere. */
    int rubbish() {
        return rubbish;
    }

    /** The flow that a packet behind the NAT is of. */
    Flow flowOf(IpFrame frame) {
        return flows.get(
                frame.protocol() == Frames.ICMP ? frame.icmpSequence() : frame.destinationPort() - FIRST_REMOTE_PORT);
    }

    /** Sets a node's NAT up for this traffic, with timeouts that no run reaches. */
    static NodeYaml configure(NodeYaml node) {
        String forwards = IntStream.range(0, FORWARDS)
                .mapToObj(i -> "{protocol: %s, external-port: %d, inside-address: %s, inside-port: %d}"
                        .formatted(
                                i % 2 == 0 ? "udp" : "tcp", FIRST_FORWARDED_PORT + i, Frames.text(server(i)), 8000 + i))
                .collect(Collectors.joining(", ", "[", "]"));
        return node.nat("static", forwards)
                .nat("port-range", "300-65535")
                .nat("timeouts", "{udp: 2h, tcp-established: 3h, tcp-transitory: 2h, icmp: 2h}");
    }

    /** Writes the captures and gives a node devices that read them, and that write what the node sends. */
    void devices(NodeYaml node, Path folder, boolean endless) throws java.io.IOException {
        node.lanDevice("net_pcap0", arguments("lan", lan, node.name(), folder, endless));
        node.wanDevice("net_pcap1", arguments("wan", wan, node.name(), folder, endless));
    }

    /** Where {@link #devices} has a node write what it sends. */
    static Path output(Path folder, String node, String port, int queue) {
        return folder.resolve(node + "-" + port + queue + "-out.pcap");
    }

    private static String arguments(String port, List<List<byte[]>> queues, String node, Path folder, boolean endless)
            throws java.io.IOException {
        List<String> arguments = new ArrayList<>();
        for (int queue = 0; queue < queues.size(); queue++) {
            Path in = PcapFile.write(folder.resolve(node + "-" + port + queue + ".pcap"), queues.get(queue));
            arguments.add("rx_pcap=" + in);
            arguments.add("tx_pcap=" + output(folder, node, port, queue));
        }
        if (endless) {
            arguments.add("infinite_rx=1");
        }
        return String.join(",", arguments);
    }

    private Flow flow(int id) {
        int protocol = new int[] {Frames.UDP, Frames.UDP, Frames.UDP, Frames.TCP, Frames.TCP, Frames.ICMP}[id % 6];
        boolean contended = protocol != Frames.ICMP && random.nextInt(4) == 0;
        int inside = Frames.address("10.0.1.0") + 1 + id;
        int port = contended ? FIRST_CONTENDED_PORT + id % CONTENDED_PORTS : FIRST_PORT + id;
        int remote = Frames.address("198.51.100.0") + 1 + random.nextInt(250);
        return new Flow(id, protocol, inside, port, remote, contended);
    }

    private static int server(int forward) {
        return Frames.address("10.0.0.10") + forward;
    }

    private void add(int number, int queue) {
        int kind = random.nextInt(100);
        if (kind < 2) {
            (kind == 0 ? lan : wan).get(queue).add(rubbish(kind == 0 ? lanMac : wanMac, number));
            rubbish++;
        } else if (kind < 20) {
            wan.get(queue).add(toForward(number, random.nextInt(FORWARDS)));
            inbound++;
        } else {
            lan.get(queue).add(outbound(number, flows.get(random.nextInt(FLOWS))));
            outbound++;
        }
    }

    private byte[] outbound(int number, Flow flow) {
        int nth = sent[flow.id()]++;
        return switch (flow.protocol()) {
            case Frames.UDP ->
                Frames.udp(
                        lanMac,
                        flow.inside(),
                        flow.insidePort(),
                        flow.remote(),
                        flow.remotePort(),
                        number,
                        payload(number, flow.id()));
            case Frames.TCP ->
                Frames.tcp(
                        lanMac,
                        flow.inside(),
                        flow.insidePort(),
                        flow.remote(),
                        flow.remotePort(),
                        number,
                        tcpFlags(nth),
                        nth * 1000,
                        nth < 2 ? new byte[0] : payload(number, flow.id()));
            default ->
                Frames.echoRequest(
                        lanMac,
                        flow.inside(),
                        flow.remote(),
                        flow.insidePort(),
                        flow.id(),
                        number,
                        payload(number, flow.id()));
        };
    }

    private byte[] toForward(int number, int forward) {
        int remote = Frames.address("198.51.100.0") + 1 + random.nextInt(250);
        int nth = sent[FLOWS + forward]++;
        int port = FIRST_FORWARDED_PORT + forward;
        return forward % 2 == 0
                ? Frames.udp(wanMac, remote, 9000 + forward, WAN_NODE, port, number, payload(number, forward))
                : Frames.tcp(
                        wanMac,
                        remote,
                        9000 + forward,
                        WAN_NODE,
                        port,
                        number,
                        tcpFlags(nth),
                        nth * 1000,
                        payload(number, forward));
    }

    private static int tcpFlags(int nth) {
        return nth == 0 ? Frames.SYN : nth == 1 ? Frames.ACK : Frames.PSH_ACK;
    }

    /** A packet's number and its flow, then as many bytes as chance wants: even and odd lengths. */
    private byte[] payload(int number, int flow) {
        byte[] payload = new byte[8 + random.nextInt(120)];
        random.nextBytes(payload);
        ByteBuffer.wrap(payload).putInt(number).putInt(flow);
        return payload;
    }

    /** Truncated, of another protocol, or malformed. */
    private byte[] rubbish(long mac, int number) {
        byte[] frame =
                Frames.udp(mac, flows.getFirst().inside(), 1, flows.getFirst().remote(), 2, number, new byte[20]);
        switch (random.nextInt(4)) {
            case 0 -> {
                return java.util.Arrays.copyOf(frame, 9); // less than an Ethernet header
            }
            case 1 -> {
                return java.util.Arrays.copyOf(frame, Frames.ETHERNET_BYTES + 11); // less than an IPv4 header
            }
            case 2 -> {
                frame[12] = (byte) 0x86; // IPv6
                frame[13] = (byte) 0xdd;
            }
            default -> frame[Frames.ETHERNET_BYTES] = 0x42; // a header shorter than any
        }
        return frame;
    }
}
