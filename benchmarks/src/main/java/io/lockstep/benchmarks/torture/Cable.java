package io.lockstep.benchmarks.torture;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The replication link between the nodes. It is cut by pulling the plug (the interface goes down) or by a hole that swallows
 * everything (nftables); it loses packets by nftables, and reorders them by sending some through a narrow queue (HTB), which the others
 * overtake. All of this is in kernels that lack {@code sch_netem} too. Closing undoes it.
 */
final class Cable implements AutoCloseable {
    private static final String INTERFACE = "repl0";
    private static final String CUT = "inet torture_cut";
    private static final String ROUGH = "inet torture_rough";

    /** Of a thousand packets: how many are swallowed on arrival, how many take the slow way. */
    private static final int LOST = 30;

    private static final int SLOW = 50;

    private final String[] namespaces;
    private final Deque<Undo> undos = new ArrayDeque<>();

    @FunctionalInterface
    private interface Undo {
        void run() throws IOException, InterruptedException;
    }

    Cable(String run) {
        this.namespaces = new String[] {run + "-node-a", run + "-node-b"};
    }

    /** Nothing passes any more. */
    void cut(boolean pullThePlug) throws IOException, InterruptedException {
        String end = namespaces[0];
        if (pullThePlug) {
            Shell.run("ip", "-n", end, "link", "set", INTERFACE, "down");
            undos.push(() -> Shell.run("ip", "-n", end, "link", "set", INTERFACE, "up"));
            return;
        }
        nft(end, """
                table %1$s {
                  chain in { type filter hook input priority 0; iifname "%2$s" drop; }
                  chain out { type filter hook output priority 0; oifname "%2$s" drop; }
                }
                """.formatted(CUT, INTERFACE));
        undos.push(() -> Shell.in(end, "nft", "delete table " + CUT));
    }

    /** All is as it was. */
    void heal() throws IOException, InterruptedException {
        while (!undos.isEmpty()) {
            undos.pop().run();
        }
    }

    /** From now on some packets get lost and some are overtaken, in both directions. */
    void roughen() throws NotPossibleHere, IOException, InterruptedException {
        for (String end : namespaces) {
            try {
                roughen(end);
            } catch (IOException e) {
                heal();
                throw new NotPossibleHere(
                        "loss and reordering need the kernel's nft_numgen and sch_htb: " + e.getMessage());
            }
        }
    }

    private void roughen(String end) throws IOException, InterruptedException {
        tc(end, "qdisc add dev repl0 root handle 1: htb default 10");
        undos.push(() -> tc(end, "qdisc del dev repl0 root"));
        tc(end, "class add dev repl0 parent 1: classid 1:10 htb rate 10gbit quantum 60000");
        tc(end, "class add dev repl0 parent 1: classid 1:20 htb rate 20mbit burst 2k cburst 2k quantum 60000");
        nft(end, """
                table %1$s {
                  counter lost {}
                  counter slow {}
                  chain in {
                    type filter hook input priority 0;
                    iifname "%2$s" numgen random mod 1000 < %3$d counter name lost drop
                  }
                  chain out {
                    type route hook output priority 0;
                    oifname "%2$s" numgen random mod 1000 < %4$d meta priority set 1:20 counter name slow
                  }
                }
                """.formatted(ROUGH, INTERFACE, LOST, SLOW));
        undos.push(() -> Shell.in(end, "nft", "delete table " + ROUGH));
    }

    /** What the rough cable has done so far. */
    Roughness roughness() throws IOException, InterruptedException {
        long lost = 0;
        long slow = 0;
        long early = 0;
        for (String end : namespaces) {
            lost += counted(end, "lost");
            slow += counted(end, "slow");
            early += arrivedEarly(end);
        }
        return new Roughness(lost, slow, early);
    }

    private static long counted(String end, String name) throws IOException, InterruptedException {
        Map<String, Object> answer = JSON.std.mapFrom(Shell.in(end, "nft", "-j", "list counter " + ROUGH + " " + name));
        for (Object entry : (List<?>) answer.get("nftables")) {
            if (((Map<?, ?>) entry).get("counter") instanceof Map<?, ?> counter) {
                return ((Number) counter.get("packets")).longValue();
            }
        }
        throw new IOException("nft lists no counter " + name);
    }

    /** The namespace's count of TCP segments that came before an earlier one. */
    private static long arrivedEarly(String end) throws IOException, InterruptedException {
        String[] names = new String[0];
        for (String line : Shell.in(end, "cat", "/proc/net/netstat").split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("TcpExt:") && names.length == 0) {
                names = words;
            } else if (words[0].equals("TcpExt:")) {
                return Long.parseLong(words[List.of(names).indexOf("TCPOFOQueue")]);
            }
        }
        throw new IOException("/proc/net/netstat has no TcpExt");
    }

    private static void nft(String end, String rules) throws IOException, InterruptedException {
        Shell.in(end, rules, new String[] {"nft", "-f", "-"});
    }

    private static void tc(String end, String command) throws IOException, InterruptedException {
        Shell.in(end, ("tc " + command).split(" ", -1));
    }

    @Override
    public void close() throws IOException {
        try {
            heal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the cable is not healed");
        }
    }

    /**
     * Packets of both directions.
     *
     * @param lost swallowed
     * @param slow sent the slow way
     * @param early TCP segments that arrived before an earlier one, since the namespaces were made
     */
    record Roughness(long lost, long slow, long early) {}
}
