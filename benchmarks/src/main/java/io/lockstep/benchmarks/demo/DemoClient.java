package io.lockstep.benchmarks.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The client inside the NAT: {@code DemoClient SERVER PORT UDP_FLOWS TCP_FLOWS PERIOD_MS}. Opens the flows and keeps all of them
 * talking. Commands on standard input: {@code mark} (what comes now is after the failure), {@code more UDP TCP} (open
 * so many more flows), {@code stop [UDP_MS TCP_MS]} (stop sending, wait for what is outstanding, at most so long, report). Events on standard output: {@code ready} once
 * every flow has had a reply, and again after {@code more}, {@code marked}, {@code result}.
 */
public final class DemoClient {
    private DemoClient() {}

    /** Runs the client. */
    public static void main(String[] args) throws IOException, InterruptedException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        EchoClient client = new EchoClient(server, Long.parseLong(args[4]));
        client.more(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        Thread loop = Thread.ofPlatform().name("flows").start(client);
        obey(client);
        loop.join();
    }

    private static void obey(EchoClient client) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "mark" -> client.mark();
                case "more" -> client.more(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                case "stop" -> {
                    client.stop(
                            words.length > 1 ? Long.parseLong(words[1]) : EchoClient.DRAIN_UDP_MS,
                            words.length > 2 ? Long.parseLong(words[2]) : EchoClient.DRAIN_TCP_MS);
                    return;
                }
                default -> System.err.println("unknown command: " + line + ", expected mark, more or stop");
            }
        }
        client.stop(EchoClient.DRAIN_UDP_MS, EchoClient.DRAIN_TCP_MS);
    }
}
