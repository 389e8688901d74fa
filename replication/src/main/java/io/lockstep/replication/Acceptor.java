package io.lockstep.replication;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The listening socket and everybody who has connected and not passed the handshake yet. Open in every role: also a node that
 * takes nobody answers, so that the dialler learns why, and of a higher epoch.
 *
 * <p>Strangers cost at most {@code maxPendingHandshakes} connections of about 150 KiB, each for at most the handshake timeout. When all
 * places are taken the oldest gives way, not the newest: a backup says HELLO at once, somebody who hogs places does not. Who has just
 * come is heard first: nobody gives way before the event loop has run once more, so what was already in the kernel is read. For
 * that long there may be {@value #ACCEPTS_PER_RUN} more for each of two runs.
 */
final class Acceptor {
    private static final int ACCEPTS_PER_RUN = 16;
    private static final int BACKLOG = 128;
    private static final int HEARD_AFTER_RUNS = 2;

    private final ManualIoEventLoop loop;
    private final Transport transport;
    private final ChannelSetup setup;
    private final PrimaryLink primary;
    private final HelloCheck check;
    private final Problems problems;
    private final int places;
    private final Connection[] pending;
    private final long[] acceptedInRun;
    private final long timeoutNs;
    private int pendingCount;
    private long runs;
    private Channel listener;

    Acceptor(ManualIoEventLoop loop, Transport transport, ChannelSetup setup, PrimaryLink primary, Problems problems) {
        this.loop = loop;
        this.transport = transport;
        this.setup = setup;
        this.primary = primary;
        this.check = new HelloCheck(setup);
        this.problems = problems;
        this.places = setup.timing().maxPendingHandshakes();
        this.pending = new Connection[places + HEARD_AFTER_RUNS * ACCEPTS_PER_RUN];
        this.acceptedInRun = new long[pending.length];
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().handshakeTimeoutMs());
    }

    /** Opens the listening socket. */
    void listen() {
        InetSocketAddress address = setup.endpoints().listen();
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channelFactory(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTS_PER_RUN))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        onAccepted(channel);
                    }
                })
                .bind(address);
        while (!bound.isDone()) {
            loop.runNow();
        }
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "the replication channel of worker " + setup.worker() + " cannot listen on " + address + ": "
                            + bound.cause().getMessage()
                            + "; is another node running there, and is the address this machine's?",
                    bound.cause());
        }
        listener = bound.channel();
    }

    /** Where the channel listens. */
    InetSocketAddress localAddress() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Number of connections that have not passed the handshake. */
    int pendingHandshakes() {
        return pendingCount;
    }

    /** One duty cycle, after one run of the event loop. */
    int doWork(long nowNs, Term term) {
        int work = 0;
        runs++;
        for (int i = 0; i < pendingCount; ) {
            Connection connection = pending[i];
            if (isFinished(connection, nowNs, term)) {
                remove(i);
                work++;
            } else {
                i++;
            }
        }
        while (pendingCount > places && runs - acceptedInRun[0] >= HEARD_AFTER_RUNS) {
            giveWay(nowNs);
            work++;
        }
        return work;
    }

    private void giveWay(long nowNs) {
        Connection oldest = pending[0];
        problems.refused(
                nowNs,
                "a connection from " + oldest.remote() + " gives way: " + pendingCount
                        + " connections have not said HELLO");
        oldest.release();
        remove(0);
    }

    /** Closes the listening socket and all pending connections. */
    void close() {
        while (pendingCount > 0) {
            pending[pendingCount - 1].release();
            remove(pendingCount - 1);
        }
        if (listener != null) {
            var unused = listener.close();
        }
    }

    private void onAccepted(Channel channel) {
        long nowNs = setup.clock().nanoTime();
        if (pendingCount == pending.length) {
            giveWay(nowNs);
        }
        Connection connection = Connection.accepted(setup.worker(), nowNs);
        connection.allow(FrameType.bit(FrameType.HELLO));
        connection.bind(channel);
        acceptedInRun[pendingCount] = runs;
        pending[pendingCount++] = connection;
    }

    /** Whether a pending connection is done with: refused, gone, or taken by the primary. */
    private boolean isFinished(Connection connection, long nowNs, Term term) {
        connection.noteReceived(nowNs);
        try {
            if (connection.nextFrame() == FrameType.HELLO) {
                return onHello(connection, nowNs, term);
            }
        } catch (MalformedFrameException e) {
            problems.malformed(
                    nowNs, "a stranger at " + connection.remote() + " does not talk our protocol: " + e.getMessage());
            connection.release();
            return true;
        }
        if (connection.isClosed() || nowNs - connection.startedNs() >= timeoutNs) {
            problems.refused(nowNs, "a stranger at " + connection.remote() + " connected and did not say HELLO");
            connection.release();
            return true;
        }
        return false;
    }

    private boolean onHello(Connection connection, long nowNs, Term term) {
        Optional<Notice> refusal = check.beforeDecoding(connection.bytes(), term);
        if (refusal.isPresent()) {
            return refuse(connection, nowNs, refusal.get());
        }
        Hello hello;
        try {
            hello = Hello.read(connection.bytes(), connection.frameLength());
        } catch (MalformedFrameException e) {
            setup.status().countMalformed();
            return refuse(connection, nowNs, check.undecodable(e, term));
        }
        if (!connection.canSend()) {
            return refuse(
                    connection, nowNs, check.undecodable(new MalformedFrameException("connection is gone"), term));
        }
        refusal = check.check(hello, term, primary.attached());
        if (refusal.isEmpty()) {
            connection.consumeFrame();
            primary.attach(connection, hello, term, nowNs);
            return true;
        }
        if (hello.role() == Role.PRIMARY) {
            answer(connection, nowNs, refusal.get()); // a question, not a wish to attach
            return true;
        }
        return refuse(connection, nowNs, refusal.get());
    }

    private boolean refuse(Connection connection, long nowNs, Notice notice) {
        problems.refused(nowNs, "refused " + connection.remote() + " (" + notice.code() + "): " + notice.text());
        answer(connection, nowNs, notice);
        return true;
    }

    private void answer(Connection connection, long nowNs, Notice notice) {
        connection.sendNotice(nowNs, FrameType.REFUSE, setup.worker(), notice);
        connection.release();
    }

    private void remove(int index) {
        pendingCount--;
        System.arraycopy(pending, index + 1, pending, index, pendingCount - index);
        System.arraycopy(acceptedInRun, index + 1, acceptedInRun, index, pendingCount - index);
        pending[pendingCount] = null;
    }
}
