package io.lockstep.replication;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The operating system's face that Netty uses: its own native epoll where its library is at hand, else the JDK's NIO, which is
 * epoll too on Linux. The simulator brings its own, in memory.
 *
 * @param name for the log
 * @param ioHandler makes the poller of an event loop
 * @param server makes listening sockets
 * @param client makes connecting sockets
 */
public record Transport(
        String name,
        IoHandlerFactory ioHandler,
        ChannelFactory<? extends ServerChannel> server,
        ChannelFactory<? extends Channel> client) {

    /** The best that runs here. */
    static Transport best() {
        return Epoll.isAvailable() ? epoll() : nio();
    }

    static Transport nio() {
        return new Transport("NIO", NioIoHandler.newFactory(), NioServerSocketChannel::new, NioSocketChannel::new);
    }

    private static Transport epoll() {
        return new Transport(
                "native epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel::new, EpollSocketChannel::new);
    }
}
