package io.lockstep.benchmarks.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The server beyond the NAT: {@code DemoServer ADDRESS HTTP_PORT ECHO_PORT}. Ends at {@code stop} or the end of its input. */
public final class DemoServer {
    private DemoServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress http = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        InetSocketAddress echo = new InetSocketAddress(args[0], Integer.parseInt(args[2]));
        try (HttpStream httpStream = new HttpStream(http);
                EchoServer echoServer = new EchoServer(echo)) {
            Events.write(Events.event(Events.READY));
            awaitStop();
            Map<String, Object> result = Events.event(Events.RESULT);
            result.put("http_connections", httpStream.connections());
            result.put("http_requests", httpStream.requests());
            result.put("udp_messages", echoServer.udpMessages());
            result.put("tcp_connections", echoServer.tcpConnections());
            result.put("tcp_messages", echoServer.tcpMessages());
            Events.write(result);
        }
    }

    private static void awaitStop() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.equals("stop")) {
                return;
            }
            System.err.println("unknown command: " + line + ", expected stop");
        }
    }
}
