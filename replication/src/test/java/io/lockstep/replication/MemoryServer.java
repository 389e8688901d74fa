package io.lockstep.replication;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;

/** A node's listening socket without the socket. */
final class MemoryServer extends AbstractServerChannel {
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private SocketAddress local;
    private boolean open = true;

    /** Somebody connects. */
    MemoryChannel connect() {
        MemoryChannel channel = MemoryChannel.accepted(this);
        pipeline().fireChannelRead(channel);
        pipeline().fireChannelReadComplete();
        return channel;
    }

    @Override
    protected void doBind(SocketAddress address) {
        local = address;
    }

    @Override
    protected void doClose() {
        open = false;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected void doBeginRead() {}

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
