package io.lockstep.benchmarks.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What both ends of the echo flows make of a message that comes twice. */
class EchoServerTest {
    private static final int RECEIVE_WITHIN_MS = 10_000;

    @Test
    void shouldCountARequestThatComesTwice() throws Exception {
        InetSocketAddress address = freeAddress();
        try (EchoServer server = new EchoServer(address);
                DatagramSocket client = new DatagramSocket()) {
            client.setSoTimeout(RECEIVE_WITHIN_MS);
            exchange(client, address, 3, 7);
            exchange(client, address, 4, 7);
            exchange(client, address, 3, 8);
            assertEquals(0, server.udpRequestsTwice());
            exchange(client, address, 3, 7);
            assertEquals(1, server.udpRequestsTwice());
            assertEquals(4, server.udpMessages());
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static void exchange(DatagramSocket client, InetSocketAddress server, int flow, int sequence)
            throws Exception {
        ByteBuffer request = ByteBuffer.allocate(EchoMessage.REQUEST_BYTES);
        EchoMessage.putRequest(request, flow, sequence);
        client.send(new DatagramPacket(request.array(), EchoMessage.REQUEST_BYTES, server));
        DatagramPacket reply = new DatagramPacket(new byte[EchoMessage.REPLY_BYTES], EchoMessage.REPLY_BYTES);
        client.receive(reply);
        assertEquals(flow, ByteBuffer.wrap(reply.getData()).getInt());
    }
}
