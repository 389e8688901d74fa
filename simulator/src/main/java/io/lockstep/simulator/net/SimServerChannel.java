package io.lockstep.simulator.net;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;

/** A listening socket; its backlog fills while the process stands still. */
final class SimServerChannel extends AbstractServerChannel implements SimIo.Pollable {
    private final SimIo io;
    private final SimChannelConfig config = new SimChannelConfig(this, null);
    private final ArrayDeque<Endpoint> backlog = new ArrayDeque<>();
    private InetSocketAddress local;
    private boolean open = true;

    SimServerChannel(SimIo io) {
        this.io = io;
    }

    int backlog() {
        return backlog.size();
    }

    /** Network: somebody has connected. */
    void arrived(Endpoint endpoint) {
        backlog.add(endpoint);
    }

    @Override
    public boolean poll() {
        if (backlog.isEmpty()) {
            return false;
        }
        while (!backlog.isEmpty()) {
            pipeline().fireChannelRead(new SimChannel(io, this, backlog.poll()));
        }
        pipeline().fireChannelReadComplete();
        return true;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        local = (InetSocketAddress) address;
        if (io.host().listener(local.getPort()) != null) {
            throw new BindException("Address already in use");
        }
        io.host().listen(local.getPort(), this);
        io.add(this);
    }

    @Override
    protected void doClose() {
        open = false;
        io.remove(this);
        if (local != null) {
            io.host().stopListening(local.getPort(), this);
        }
        backlog.forEach(Endpoint::close);
        backlog.clear();
    }

    @Override
    protected void doBeginRead() {
        /* The poller asks anyway. */
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && local != null;
    }
}
