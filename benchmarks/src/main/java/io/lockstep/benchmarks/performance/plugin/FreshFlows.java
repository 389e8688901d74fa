package io.lockstep.benchmarks.performance.plugin;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Checksum;
import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Udp;

/**
 * Gives UDP packets a source of their own, drawn from the packet's random numbers, so that an endless replay of a short capture opens
 * flows, the same ones on both nodes. The UDP checksum is left out.
 *
 * <p>From the moment {@code from-ms} on (milliseconds since the epoch) every packet gets one. Before that it is one packet in {@link
 * #WARM_UP_SHARE}, and the others pass as they are: so that all code is compiled before a flow table is full.
 */
public final class FreshFlows implements NetworkFunctionFactory {
    /** Packets to a new flow before the moment. */
    public static final int WARM_UP_SHARE = 64;

    private static final int SHARE_SHIFT = 24;
    private static final int PORT_SHIFT = 40;
    private static final long NS_PER_MS = 1_000_000;
    private static final int IP = Ethernet.HEADER_BYTES;
    private static final int UDP = IP + Ipv4.MIN_HEADER_BYTES;
    private static final int FIRST_HOST = 0x0a00_0010;
    private static final int HOSTS_MASK = 0x3f_ffff;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 64_000;

    @Override
    public String type() {
        return "fresh-flows";
    }

    @Override
    public NetworkFunction open(NfSetup setup) {
        long fromNs = setup.config().number("from-ms", 0, 0, Long.MAX_VALUE / NS_PER_MS) * NS_PER_MS;
        return () -> context -> process(context, fromNs);
    }

    private static void process(PacketContext context, long fromNs) {
        long random = context.random();
        if (context.now() >= fromNs || (random >>> SHARE_SHIFT) % WARM_UP_SHARE == 0) {
            renumber(context.packet(), random);
        }
        context.pass();
    }

    private static void renumber(Packet packet, long random) {
        int source = FIRST_HOST + ((int) random & HOSTS_MASK);
        int difference = Checksum.difference32(Ipv4.source(packet, IP), source);
        Ipv4.source(packet, IP, source);
        Ipv4.checksum(packet, IP, Checksum.update(Ipv4.checksum(packet, IP), difference));
        Udp.sourcePort(packet, UDP, FIRST_PORT + (int) ((random >>> PORT_SHIFT) % PORTS));
        Udp.checksum(packet, UDP, 0);
    }
}
