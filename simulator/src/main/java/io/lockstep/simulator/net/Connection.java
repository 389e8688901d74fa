package io.lockstep.simulator.net;

/** A connection on its way through the network: a wish to connect at first, two endpoints later. */
final class Connection {
    private static final int BACKLOG = 16;

    private final Endpoint client;
    private final Endpoint server;
    private boolean asked = true;

    Connection(Endpoint client, Endpoint server) {
        this.client = client;
        this.server = server;
        client.peer(server);
        server.peer(client);
    }

    Endpoint client() {
        return client;
    }

    Endpoint server() {
        return server;
    }

    /** Whether nothing will ever happen on it again. */
    boolean isOver() {
        return client.isClosed() && (asked || (server.isClosed() && !client.hasNews() && !server.hasNews()));
    }

    /** Moves something towards the server, or back; returns what, or null when nothing moved. */
    String step(boolean towardsServer, int mostBytes) {
        if (asked) {
            return connect();
        }
        Endpoint from = towardsServer ? client : server;
        Host to = towardsServer ? server.host() : client.host();
        if (!from.hasNews() || !to.isPowered()) {
            return null;
        }
        int moved = from.moveNews(mostBytes);
        if (moved < 0) {
            return null;
        }
        return moved > 0 ? moved + " bytes" : "end";
    }

    /** Somebody in between resets the connection. */
    void reset() {
        if (!asked) {
            client.reset();
            server.reset();
        }
    }

    boolean isEstablished() {
        return !asked;
    }

    private String connect() {
        if (client.isClosed() || client.isRefused() || !server.host().isPowered()) {
            return null;
        }
        SimServerChannel listener = server.host().listener(server.localPort());
        if (listener == null) {
            client.refused();
            return "refused";
        }
        if (listener.backlog() >= BACKLOG) {
            return null;
        }
        asked = false;
        server.connected();
        server.host().add(server);
        listener.arrived(server);
        client.connected();
        return "connected";
    }
}
