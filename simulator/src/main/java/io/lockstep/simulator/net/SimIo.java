package io.lockstep.simulator.net;

import io.lockstep.replication.Transport;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;

/** The poller of one event loop: asks each of its channels once per run whether the network has brought something. */
public final class SimIo implements IoHandler {
    private final SimNetwork network;
    private final Host host;
    private final boolean readsOnAfterEnd;
    private final List<Pollable> channels = new ArrayList<>();

    /** A channel that is asked. */
    interface Pollable {
        /** Does what can be done now; returns whether it did something. */
        boolean poll();
    }

    /**
     * Makes a poller.
     *
     * @param readsOnAfterEnd as native epoll does: once the peer is gone, what is left is read however full the reader is
     */
    public SimIo(SimNetwork network, Host host, boolean readsOnAfterEnd) {
        this.network = network;
        this.host = host;
        this.readsOnAfterEnd = readsOnAfterEnd;
    }

    /** What the product's channel is built over. */
    public Transport transport() {
        return new Transport(
                "simulated",
                executor -> this,
                () -> new SimServerChannel(this),
                () -> new SimChannel(this, null, null));
    }

    SimNetwork network() {
        return network;
    }

    Host host() {
        return host;
    }

    boolean readsOnAfterEnd() {
        return readsOnAfterEnd;
    }

    void add(Pollable channel) {
        channels.add(channel);
    }

    void remove(Pollable channel) {
        channels.remove(channel);
    }

    @Override
    public int run(IoHandlerContext context) {
        int work = 0;
        for (int i = channels.size() - 1; i >= 0; i--) {
            if (i < channels.size() && channels.get(i).poll()) {
                work++;
            }
        }
        return work;
    }

    @Override
    public IoRegistration register(IoHandle handle) {
        throw new UnsupportedOperationException("channels of the simulation add themselves");
    }

    @Override
    public void wakeup() {
        /* It never sleeps. */
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return false;
    }
}
