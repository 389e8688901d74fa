package io.lockstep.benchmarks.performance.plugin;

import io.lockstep.nf.NetworkFunction;
import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Ethernet;
import io.lockstep.nf.packet.Ipv4;
import io.lockstep.nf.packet.Packet;
import io.lockstep.nf.packet.Udp;

/**
 * Gives each UDP packet a source of its own, drawn from the packet's random numbers, so that an endless replay of a short capture opens a
 * flow with every packet, the same ones on both nodes. The UDP checksum is left out.
 */
public final class FreshFlows implements NetworkFunctionFactory {
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
        return () -> FreshFlows::renumber;
    }

    private static void renumber(PacketContext context) {
        Packet packet = context.packet();
        long random = context.random();
        Ipv4.source(packet, IP, FIRST_HOST + ((int) random & HOSTS_MASK));
        Ipv4.fillChecksum(packet, IP, Ipv4.MIN_HEADER_BYTES);
        Udp.sourcePort(packet, UDP, FIRST_PORT + (int) ((random >>> 40) % PORTS));
        Udp.checksum(packet, UDP, 0);
        context.pass();
    }
}
