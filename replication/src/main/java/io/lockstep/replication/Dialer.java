package io.lockstep.replication;

import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.Welcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Dials the peer, says HELLO, and hears the answer. One attempt at a time, driven by the channel's duty cycle.
 *
 * <pre>
 *   IDLE ── dial ──► CONNECTING ── connected ──► HANDSHAKE ──► IDLE, with an outcome
 *                        └────────── failed, timed out ─────────┘
 * </pre>
 */
final class Dialer {
    /** What an attempt has come to. */
    enum Outcome {
        /** Nothing yet. */
        PENDING,
        /** The peer is a primary and has attached this node: {@link #takeConnection}, {@link #welcome}. */
        WELCOMED,
        /** The peer has said no: {@link #notice}. */
        REFUSED,
        /** No answer came of it: {@link #problem}. */
        FAILED
    }

    /** Where an attempt stands. */
    private enum State {
        /** No attempt. */
        IDLE,
        /** TCP is connecting. */
        CONNECTING,
        /** HELLO is sent. */
        HANDSHAKE
    }

    private final EventLoop loop;
    private final Transport transport;
    private final InetSocketAddress peer;
    private final int worker;
    private final long timeoutNs;

    private State state = State.IDLE;
    private Connection connection;
    private ChannelFuture connecting;
    private Hello hello;
    private Welcome welcome;
    private Notice notice;
    private String problem = "";

    Dialer(EventLoop loop, Transport transport, ChannelSetup setup) {
        this.loop = loop;
        this.transport = transport;
        this.peer = setup.endpoints().peer();
        this.worker = setup.worker();
        this.timeoutNs = TimeUnit.MILLISECONDS.toNanos(setup.timing().handshakeTimeoutMs());
    }

    /** Starts an attempt. */
    void dial(long nowNs, Hello firstWords) {
        abort();
        hello = firstWords;
        welcome = null;
        notice = null;
        problem = "";
        Connection dialled = Connection.dialled(worker, nowNs);
        dialled.allow(FrameType.bit(FrameType.WELCOME) | FrameType.bit(FrameType.REFUSE));
        connection = dialled;
        connecting = new Bootstrap()
                .group(loop)
                .channelFactory(transport.client())
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        dialled.bind(channel);
                    }
                })
                .connect(peer);
        state = State.CONNECTING;
    }

    /** Moves the attempt on. */
    Outcome doWork(long nowNs) {
        return switch (state) {
            case IDLE -> Outcome.FAILED;
            case CONNECTING -> connecting(nowNs);
            case HANDSHAKE -> handshake(nowNs);
        };
    }

    /** Whether TCP is connected. */
    boolean isConnected() {
        return state == State.HANDSHAKE;
    }

    /** Gives up the attempt, if there is one. */
    void abort() {
        if (connection != null) {
            connection.release();
            connection = null;
        }
        state = State.IDLE;
    }

    /** The connection of a {@link Outcome#WELCOMED} attempt; the caller releases it. */
    Connection takeConnection() {
        Connection taken = connection;
        connection = null;
        state = State.IDLE;
        return taken;
    }

    Welcome welcome() {
        return welcome;
    }

    Notice notice() {
        return notice;
    }

    String problem() {
        return problem;
    }

    private Outcome connecting(long nowNs) {
        if (connecting.isDone() && !connecting.isSuccess()) {
            return failed(
                    "cannot connect to " + peer + ": " + connecting.cause().getMessage());
        }
        if (connection.canSend()) {
            hello.write(connection.frame());
            connection.send(nowNs);
            state = State.HANDSHAKE;
            return Outcome.PENDING;
        }
        return checkTime(nowNs);
    }

    private Outcome handshake(long nowNs) {
        connection.noteReceived(nowNs);
        try {
            int type = connection.nextFrame();
            if (type == FrameType.WELCOME) {
                welcome = Welcome.read(connection.bytes());
                connection.consumeFrame();
                return Outcome.WELCOMED;
            }
            if (type == FrameType.REFUSE) {
                notice = Notice.read(connection.bytes(), connection.frameLength());
                abort();
                return Outcome.REFUSED;
            }
        } catch (MalformedFrameException e) {
            return failed("the answer of " + peer + " to HELLO is malformed: " + e.getMessage());
        }
        return checkTime(nowNs);
    }

    private Outcome checkTime(long nowNs) {
        if (connection.isClosed()) {
            return failed(peer + " closed the connection during the handshake " + connection.problem());
        }
        if (nowNs - connection.startedNs() >= timeoutNs) {
            return failed(peer + " did not answer within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
        }
        return Outcome.PENDING;
    }

    private Outcome failed(String sentence) {
        problem = sentence;
        abort();
        return Outcome.FAILED;
    }
}
