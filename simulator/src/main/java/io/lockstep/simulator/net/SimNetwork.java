package io.lockstep.simulator.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The network between the two machines. Each step moves something of one connection, chosen by the seed: a wish to connect, some
 * bytes (often not a whole frame), an end. While the link is cut everything stays where it is, as with TCP, which sends again.
 */
public final class SimNetwork {
    private final SplittableRandom random;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Stranger> strangers = new ArrayList<>();
    private final List<byte[]> hellos = new ArrayList<>();
    private final Host[] hosts = {new Host(0), new Host(1)};
    private final int sendCapacity;
    private final int receiveCapacity;
    private final boolean[] cutTo = new boolean[2];

    /** Makes a network whose sockets have so much kernel memory. */
    public SimNetwork(SplittableRandom random, int sendCapacity, int receiveCapacity) {
        this.random = random;
        this.sendCapacity = sendCapacity;
        this.receiveCapacity = receiveCapacity;
    }

    /** A machine, 0 or 1. */
    public Host host(int number) {
        return hosts[number];
    }

    /** Nothing gets through to a machine, silently. */
    public void cut(int towards, boolean cut) {
        cutTo[towards] = cut;
    }

    /** Whether nothing gets through to at least one of them. */
    public boolean isCut() {
        return cutTo[0] || cutTo[1];
    }

    /** Every connection is reset. */
    public void resetAll() {
        connections.forEach(Connection::reset);
    }

    /** Somebody connects to a port of a machine and sends rubbish, or an old HELLO once more; says which. */
    public String stranger(int target, int port) {
        boolean repeats = !hellos.isEmpty() && random.nextInt(4) != 0;
        byte[] words;
        if (repeats) {
            words = hellos.get(random.nextInt(hellos.size()));
        } else {
            words = new byte[random.nextInt(200)];
            random.nextBytes(words);
        }
        strangers.removeIf(Stranger::isGone);
        strangers.add(new Stranger(connect(hosts[1 - target], hosts[target].at(port)), words));
        return repeats ? "an old HELLO comes again" : words.length + " bytes of rubbish come";
    }

    /** Moves something of one connection; says what, or null when that one had nothing to move. */
    public String step() {
        if (connections.isEmpty()) {
            return null;
        }
        pollStrangers();
        int chosen = random.nextInt(connections.size());
        boolean towardsServer = random.nextBoolean();
        String moved = move(connections.get(chosen), towardsServer, bytesToMove());
        if (moved == null) {
            moved = move(connections.get(chosen), !towardsServer, bytesToMove());
        }
        return moved;
    }

    /** Moves all there is, as far as it gets; returns whether anything moved. */
    public boolean flush() {
        boolean any = false;
        pollStrangers();
        for (int i = connections.size() - 1; i >= 0; i--) {
            Connection connection = connections.get(i);
            any |= move(connection, true, Integer.MAX_VALUE) != null;
            any |= move(connection, false, Integer.MAX_VALUE) != null;
        }
        return any;
    }

    /** The product dials: what it says first is kept, for somebody to repeat. */
    Endpoint dial(Host from, InetSocketAddress to) {
        Endpoint client = connect(from, to);
        client.onFirstWords(hellos::add);
        return client;
    }

    private Endpoint connect(Host from, InetSocketAddress to) {
        int target = to.getAddress().getAddress()[3] - 1;
        Pipe there = new Pipe(sendCapacity, receiveCapacity);
        Pipe back = new Pipe(sendCapacity, receiveCapacity);
        int port = from.newPort();
        Endpoint client = new Endpoint(from, back, there, port, to.getPort());
        Endpoint server = new Endpoint(hosts[target], there, back, to.getPort(), port);
        connections.removeIf(Connection::isOver);
        connections.add(new Connection(client, server));
        from.add(client);
        return client;
    }

    private void pollStrangers() {
        for (Stranger stranger : strangers) {
            if (!stranger.isGone()) {
                stranger.poll(random);
            }
        }
    }

    private String move(Connection connection, boolean towardsServer, int mostBytes) {
        Host to =
                towardsServer ? connection.server().host() : connection.client().host();
        boolean handshakeCut = !connection.isEstablished() && isCut();
        if (cutTo[to.number()] || handshakeCut) {
            return null;
        }
        String what = connection.step(towardsServer, mostBytes);
        return what == null
                ? null
                : (towardsServer ? "to server " : "to client ")
                        + connection.server().localPort() + ": " + what;
    }

    private int bytesToMove() {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(16);
            case 1 -> 1 + random.nextInt(256);
            default -> Integer.MAX_VALUE;
        };
    }
}
