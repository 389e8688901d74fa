package io.lockstep.benchmarks.performance;

import io.lockstep.benchmarks.demo.Events;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The outside end of the uploads and datagrams of {@link CaptureClient}: {@code CaptureServer ADDRESS PORT}. Over TCP it takes what comes
 * until the peer ends it, over UDP it answers each datagram with its first bytes. Says {@code ready}; ends with its input.
 */
public final class CaptureServer {
    private static final int BACKLOG = 1024;
    private static final int ANSWER_BYTES = 32;

    private CaptureServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(address)) {
            tcp.setReuseAddress(true);
            tcp.bind(address, BACKLOG);
            Thread.ofPlatform().daemon().name("accept").start(() -> accept(tcp));
            Thread.ofPlatform().daemon().name("answer").start(() -> answer(udp));
            Events.write(Events.event(Events.READY));
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().name("upload").start(() -> take(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                System.err.println("accepting connections has failed: " + e);
            }
        }
    }

    private static void take(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("an upload from " + socket.getRemoteSocketAddress() + " broke off: " + e);
        }
    }

    private static void answer(DatagramSocket socket) {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                datagram.setLength(2048);
                socket.receive(datagram);
                datagram.setLength(Math.min(datagram.getLength(), ANSWER_BYTES));
                socket.send(datagram);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                System.err.println("answering datagrams has failed: " + e);
            }
        }
    }
}
