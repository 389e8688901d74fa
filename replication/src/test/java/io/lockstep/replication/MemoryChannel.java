package io.lockstep.replication;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node's end of a TCP connection without the socket: the test plays the kernel and the peer. Reads go through Netty's
 * {@link RecvByteBufAllocator} as those of a real socket do.
 */
final class MemoryChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final AtomicInteger PORTS = new AtomicInteger(10_000);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final ByteBuf toNode = Unpooled.buffer();
    private final ByteBuf fromNode = Unpooled.buffer();
    private final SocketAddress remote =
            TestNode.loopback(PORTS.getAndUpdate(port -> port < 60_000 ? port + 1 : 10_000));
    private boolean open = true;
    private boolean active;
    private boolean peerClosed;
    private boolean blocked;

    /** The node dials. */
    static MemoryChannel dialled() {
        return new MemoryChannel(null, false);
    }

    /** Somebody has dialled the node. */
    static MemoryChannel accepted(MemoryServer server) {
        return new MemoryChannel(server, true);
    }

    private MemoryChannel(MemoryServer parent, boolean active) {
        super(parent);
        this.active = active;
    }

    // ---------------------------------------------------------------- the peer's side

    /** The peer sends; the node sees it when {@link #poll} gives it. */
    void send(byte[] bytes) {
        toNode.writeBytes(bytes);
    }

    /** The peer closes; the node sees it when it has read all. */
    void hangUp() {
        peerClosed = true;
    }

    /** Whether the kernel takes nothing from the node. */
    void blocked(boolean nothingGoesOut) {
        blocked = nothingGoesOut;
        if (!blocked && open) {
            unsafe().flush();
        }
    }

    /** What the node has sent and nobody has read. */
    ByteBuf sent() {
        return fromNode;
    }

    /** One read of at most so many bytes, as a run of the event loop does it. */
    void poll(int mostBytes) {
        if (!open || !active || !isRegistered() || !config.isAutoRead()) {
            return;
        }
        if (toNode.isReadable()) {
            read(mostBytes);
        } else if (peerClosed) {
            unsafe().close(voidPromise());
        }
    }

    @SuppressWarnings("deprecation") // the interface's own type
    private void read(int mostBytes) {
        RecvByteBufAllocator.Handle handle = unsafe().recvBufAllocHandle();
        handle.reset(config);
        ByteBuf buffer = handle.allocate(alloc());
        int bytes = Math.min(Math.min(mostBytes, toNode.readableBytes()), buffer.writableBytes());
        buffer.writeBytes(toNode, bytes);
        toNode.discardSomeReadBytes();
        handle.lastBytesRead(bytes);
        handle.incMessagesRead(1);
        pipeline().fireChannelRead(buffer);
        handle.readComplete();
        pipeline().fireChannelReadComplete();
    }

    // ---------------------------------------------------------------- Netty's side

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
                if (promise.setUncancellable() && ensureOpen(promise)) {
                    active = true;
                    safeSetSuccess(promise);
                    pipeline().fireChannelActive();
                }
            }
        };
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) {
        while (!blocked && outbound.current() != null) {
            fromNode.writeBytes((ByteBuf) outbound.current());
            outbound.remove();
        }
    }

    @Override
    protected void doClose() {
        open = false;
        active = false;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return TestNode.NOWHERE;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void doDisconnect() {
        doClose();
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
        return active;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
