package io.lockstep.benchmarks.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The server beyond the NAT: {@code DemoServer ADDRESS HTTP_PORT ECHO_PORT}. Commands on standard input: {@code report}, {@code stop}
 * (as does the end of input). Events on standard output: {@code ready}, {@code result}.
 */
public final class DemoServer {
    private DemoServer() {}

    /** Runs the server. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress http = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        InetSocketAddress echo = new InetSocketAddress(args[0], Integer.parseInt(args[2]));
        try (HttpStream httpStream = new HttpStream(http);
                EchoServer echoServer = new EchoServer(echo)) {
            Events.write(Events.event(Events.READY));
            obey(httpStream, echoServer);
        }
    }

    private static void obey(HttpStream http, EchoServer echo) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            switch (line) {
                case "report" -> report(http, echo);
                case "stop" -> {
                    return;
                }
                default -> System.err.println("unknown command: " + line + ", expected report or stop");
            }
        }
    }

    private static void report(HttpStream http, EchoServer echo) {
        Map<String, Object> result = Events.event(Events.RESULT);
        result.put("http_connections", http.connections());
        result.put("http_requests", http.requests());
        result.put("udp_messages", echo.udpMessages());
        result.put("udp_requests_twice", echo.udpRequestsTwice());
        result.put("tcp_connections", echo.tcpConnections());
        result.put("tcp_messages", echo.tcpMessages());
        Events.write(result);
    }
}
