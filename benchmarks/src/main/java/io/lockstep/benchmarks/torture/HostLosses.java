package io.lockstep.benchmarks.torture;

import io.lockstep.benchmarks.demo.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel has lost outside of the nodes.
 *
 * @param socketsFull datagrams that found no room in a socket of client or server
 * @param backlogFull packets that found no room in a CPU's backlog; the whole machine's
 */
record HostLosses(long socketsFull, long backlogFull) {
    private static final Path SOFTNET = Path.of("/proc/net/softnet_stat");
    private static final int SOFTNET_DROPPED = 1;

    static HostLosses of(Stage stage) throws IOException, InterruptedException {
        long socketsFull = 0;
        for (String role : List.of("client", "server")) {
            socketsFull += receiveBufferErrors(Shell.in(stage.namespace(role), "cat", "/proc/net/snmp"));
        }
        long backlogFull = 0;
        for (String cpu : Files.readAllLines(SOFTNET)) {
            backlogFull += Long.parseLong(cpu.split(" ", -1)[SOFTNET_DROPPED], 16);
        }
        return new HostLosses(socketsFull, backlogFull);
    }

    HostLosses since(HostLosses before) {
        return new HostLosses(socketsFull - before.socketsFull, backlogFull - before.backlogFull);
    }

    private static long receiveBufferErrors(String snmp) throws IOException {
        String[] names = new String[0];
        for (String line : snmp.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("Udp:") && names.length == 0) {
                names = words;
            } else if (words[0].equals("Udp:")) {
                return Long.parseLong(words[List.of(names).indexOf("RcvbufErrors")]);
            }
        }
        throw new IOException("/proc/net/snmp has no Udp");
    }
}
