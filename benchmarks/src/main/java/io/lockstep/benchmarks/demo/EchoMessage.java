package io.lockstep.benchmarks.demo;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What echo flows say, over UDP and TCP alike, big-endian.
 *
 * <pre>
 *   request, 8 bytes                 reply, 16 bytes
 *   0  int  flow                     0  int    flow          as in the request
 *   4  int  sequence, from 0         4  int    sequence      as in the request
 *                                    8  int    IPv4 address  that the server sees the flow come from
 *                                   12  int    port          that the server sees the flow come from
 * </pre>
 */
final class EchoMessage {
    static final int REQUEST_BYTES = 8;
    static final int REPLY_BYTES = 16;

    private EchoMessage() {}

    static void putRequest(ByteBuffer buffer, int flow, int sequence) {
        buffer.clear().putInt(flow).putInt(sequence).flip();
    }

    /** Turns the request at the buffer's position into a reply; leaves the reply ready to be written. */
    static void putReply(ByteBuffer request, ByteBuffer reply, InetSocketAddress source) {
        reply.clear().putInt(request.getInt()).putInt(request.getInt());
        reply.put(source.getAddress().getAddress()).putInt(source.getPort()).flip();
    }
}
