package io.lockstep.nat;

import java.nio.ByteBuffer;

/**
 * Builds test frames byte by byte, with nothing of the code under test. Endpoints are written {@code 10.0.0.2:1000}; an ICMP
 * query's identifier stands for the port.
 */
final class Frame {
    private final int protocol;
    private final String source;
    private final String destination;
    private byte[] transport;
    private int timeToLive = 64;
    private int identification = 0x1234;
    private int fragmentWord;
    private byte[] options = {};

    private Frame(int protocol, String source, String destination, byte[] transport) {
        this.protocol = protocol;
        this.source = source;
        this.destination = destination;
        this.transport = transport;
    }

    static Frame udp(String source, String destination) {
        return udp(source, destination, 12);
    }

    static Frame udp(String source, String destination, int payloadBytes) {
        ByteBuffer udp = ByteBuffer.allocate(8 + payloadBytes);
        udp.putShort(port(source)).putShort(port(destination)).putShort((short) udp.capacity());
        fillPayload(udp, 8);
        Frame frame = new Frame(17, source, destination, udp.array());
        return frame.withTransportChecksum(6);
    }

    /** {@code flags} are letters of "SAFR". */
    static Frame tcp(String source, String destination, String flags) {
        ByteBuffer tcp = ByteBuffer.allocate(20 + 7);
        tcp.putShort(port(source))
                .putShort(port(destination))
                .putInt(0x01020304)
                .putInt(0x05060708);
        tcp.put((byte) 0x50).put((byte) flagBits(flags)).putShort((short) 0x7210);
        fillPayload(tcp, 20);
        Frame frame = new Frame(6, source, destination, tcp.array());
        return frame.withTransportChecksum(16);
    }

    static Frame icmpQuery(int type, String source, String destination) {
        return icmpQuery(type, source, destination, 20);
    }

    static Frame icmpQuery(int type, String source, String destination, int payloadBytes) {
        String identified = source.indexOf(':') >= 0 ? source : destination;
        ByteBuffer icmp = ByteBuffer.allocate(8 + payloadBytes);
        icmp.put((byte) type).put(5, (byte) 0).putShort(4, port(identified)).putShort(6, (short) 7);
        fillPayload(icmp, 8);
        return new Frame(1, source, destination, icmp.array()).withIcmpChecksum();
    }

    /** An ICMP error that quotes the first bytes of a frame's packet. */
    static Frame icmpError(int type, int code, String source, String destination, byte[] about, int quoteBytes) {
        int available = Math.min(quoteBytes, about.length - 14);
        ByteBuffer icmp = ByteBuffer.allocate(8 + available);
        icmp.put((byte) type).put((byte) code).put(8, about, 14, available);
        return new Frame(1, source, destination, icmp.array()).withIcmpChecksum();
    }

    /** A packet of another protocol. */
    static Frame other(int protocol, String source, String destination) {
        return new Frame(protocol, source, destination, new byte[16]);
    }

    Frame timeToLive(int value) {
        timeToLive = value;
        return this;
    }

    Frame identification(int value) {
        identification = value;
        return this;
    }

    Frame dontFragment() {
        fragmentWord |= 0x4000;
        return this;
    }

    Frame options(byte... bytes) {
        options = bytes;
        return this;
    }

    Frame withoutUdpChecksum() {
        ByteBuffer.wrap(transport).putShort(6, (short) 0);
        return this;
    }

    /** Breaks the transport checksum in a way that shows afterwards: by adding to it. */
    Frame transportByte(int offset, int value) {
        transport[offset] = (byte) value;
        return this;
    }

    /** Part of the packet as a fragment: {@code length} bytes of the IP payload from {@code offset} on. */
    Frame fragment(int offset, int length) {
        byte[] part = new byte[Math.min(length, transport.length - offset)];
        System.arraycopy(transport, offset, part, 0, part.length);
        Frame fragment = new Frame(protocol, source, destination, part);
        boolean last = offset + part.length == transport.length;
        fragment.fragmentWord = offset >>> 3 | (last ? 0 : 0x2000);
        fragment.identification = identification;
        fragment.timeToLive = timeToLive;
        return fragment;
    }

    /** The frame, Ethernet header first. */
    byte[] bytes() {
        int headerBytes = 20 + options.length;
        ByteBuffer frame = ByteBuffer.allocate(14 + headerBytes + transport.length);
        frame.putLong(0x0202_0202_0202_0606L).putInt(0x0606_0606).putShort((short) 0x0800);
        frame.put((byte) (0x40 | headerBytes / 4)).put((byte) 0).putShort((short) (headerBytes + transport.length));
        frame.putShort((short) identification).putShort((short) fragmentWord);
        frame.put((byte) timeToLive).put((byte) protocol).putShort((short) 0);
        frame.putInt(address(source)).putInt(address(destination)).put(options);
        frame.putShort(24, (short) ~FrameView.sum(frame.array(), 14, headerBytes));
        frame.put(transport);
        return frame.array();
    }

    private Frame withTransportChecksum(int offset) {
        int pseudo = FrameView.fold((address(source) >>> 16)
                + (address(source) & 0xffff)
                + (address(destination) >>> 16)
                + (address(destination) & 0xffff)
                + protocol
                + transport.length);
        int checksum = ~FrameView.fold(pseudo + FrameView.sum(transport, 0, transport.length)) & 0xffff;
        ByteBuffer.wrap(transport).putShort(offset, (short) (checksum == 0 && protocol == 17 ? 0xffff : checksum));
        return this;
    }

    private Frame withIcmpChecksum() {
        ByteBuffer.wrap(transport).putShort(2, (short) 0);
        ByteBuffer.wrap(transport).putShort(2, (short) ~FrameView.sum(transport, 0, transport.length));
        return this;
    }

    private static void fillPayload(ByteBuffer buffer, int from) {
        for (int i = from; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) (i * 7));
        }
    }

    private static int flagBits(String flags) {
        return (flags.contains("F") ? 1 : 0)
                | (flags.contains("S") ? 2 : 0)
                | (flags.contains("R") ? 4 : 0)
                | (flags.contains("A") ? 16 : 0);
    }

    private static short port(String endpoint) {
        int colon = endpoint.indexOf(':');
        return colon < 0 ? 0 : (short) Integer.parseInt(endpoint.substring(colon + 1));
    }

    static int address(String endpoint) {
        int colon = endpoint.indexOf(':');
        String[] parts = (colon < 0 ? endpoint : endpoint.substring(0, colon)).split("\\.", -1);
        int address = 0;
        for (String part : parts) {
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }
}
