package io.lockstep.simulator.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;

/** A socket of the simulated network, as Netty sees it: half-written frames wait, reading stops when the reader says so. */
final class SimChannel extends AbstractChannel implements SimIo.Pollable {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 1);

    private final SimIo io;
    private final SimChannelConfig config = new SimChannelConfig(this, this::stopReading);
    private Endpoint endpoint;
    private InetSocketAddress remote;
    private ChannelPromise connecting;
    private boolean wantsToRead;
    private boolean open = true;

    SimChannel(SimIo io, Channel parent, Endpoint accepted) {
        super(parent);
        this.io = io;
        if (accepted != null) {
            use(accepted);
        }
    }

    @Override
    public boolean poll() {
        if (connecting != null) {
            return finishConnecting();
        }
        if (endpoint == null) {
            return false; // registered, and not asked to connect yet
        }
        boolean worked = false;
        if (open && endpoint.isReadable() && (wantsToRead || (io.readsOnAfterEnd() && endpoint.hasEnded()))) {
            read0();
            worked = true;
        }
        if (open && hasUnwritten() && endpoint.isWritable()) {
            ((SimUnsafe) unsafe()).flushRest();
            worked = true;
        }
        return worked;
    }

    private boolean finishConnecting() {
        ChannelPromise promise = connecting;
        if (endpoint.isConnected()) {
            connecting = null;
            promise.trySuccess();
            pipeline().fireChannelActive();
            return true;
        }
        if (endpoint.isRefused()) {
            connecting = null;
            promise.tryFailure(new ConnectException("Connection refused: " + remote));
            unsafe().close(unsafe().voidPromise());
            return true;
        }
        return false;
    }

    @SuppressWarnings("deprecation") // RecvByteBufAllocator.Handle, as the product's own
    private void read0() {
        RecvByteBufAllocator.Handle handle = unsafe().recvBufAllocHandle();
        handle.reset(config);
        boolean end = false;
        Throwable failure = null;
        do {
            ByteBuf buffer = handle.allocate(config.getAllocator());
            handle.attemptedBytesRead(buffer.writableBytes());
            int bytes;
            try {
                bytes = endpoint.read(buffer);
            } catch (IOException e) {
                failure = e;
                bytes = -1;
            }
            handle.lastBytesRead(bytes);
            if (bytes <= 0) {
                buffer.release();
                end = bytes < 0;
                break;
            }
            handle.incMessagesRead(1);
            wantsToRead = false;
            pipeline().fireChannelRead(buffer);
        } while (handle.continueReading());
        handle.readComplete();
        pipeline().fireChannelReadComplete();
        if (failure != null) {
            pipeline().fireExceptionCaught(failure);
        }
        if (end && open) {
            unsafe().close(unsafe().voidPromise());
        }
    }

    private boolean hasUnwritten() {
        ChannelOutboundBuffer outbound = unsafe().outboundBuffer();
        return outbound != null && !outbound.isEmpty();
    }

    private void use(Endpoint next) {
        endpoint = next;
        remote = next.peer().host().at(next.remotePort());
        config.receiveBufferBytes(next.receiveCapacity());
    }

    private void stopReading() {
        wantsToRead = false;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer outbound) throws Exception {
        while (outbound.current() instanceof ByteBuf bytes) {
            int written = endpoint.write(bytes);
            if (written == 0 && bytes.isReadable()) {
                return; // the kernel is full; the poller asks again
            }
            outbound.removeBytes(written);
        }
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        return message;
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        io.add(this);
        promise.setSuccess();
    }

    @Override
    protected void doDeregister() {
        io.remove(this);
    }

    @Override
    protected void doClose() {
        open = false;
        io.remove(this);
        if (endpoint != null) {
            endpoint.close();
            endpoint.host().remove(endpoint);
        }
        if (connecting != null) {
            connecting.tryFailure(new ClosedChannelException());
            connecting = null;
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("no client binds its own port");
    }

    @Override
    protected void doBeginRead() {
        wantsToRead = true;
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected SocketAddress localAddress0() {
        return endpoint == null ? null : endpoint.host().at(endpoint.localPort());
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
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
        return open && endpoint != null && endpoint.isConnected() && connecting == null;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new SimUnsafe();
    }

    private final class SimUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            connecting = promise;
            use(io.network().dial(io.host(), (InetSocketAddress) to));
        }

        void flushRest() {
            flush0();
        }
    }
}
