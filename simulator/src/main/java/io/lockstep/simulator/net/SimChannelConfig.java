package io.lockstep.simulator.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/** Options of a simulated socket: takes those of TCP that the product sets, and knows its receive buffer. */
final class SimChannelConfig extends DefaultChannelConfig {
    private final Runnable onReadingStopped;
    private int receiveBufferBytes;

    SimChannelConfig(Channel channel, Runnable onReadingStopped) {
        super(channel);
        this.onReadingStopped = onReadingStopped;
    }

    void receiveBufferBytes(int bytes) {
        receiveBufferBytes = bytes;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getOption(ChannelOption<T> option) {
        return option.equals(ChannelOption.SO_RCVBUF)
                ? (T) Integer.valueOf(receiveBufferBytes)
                : super.getOption(option);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (option.equals(ChannelOption.SO_REUSEADDR)
                || option.equals(ChannelOption.SO_BACKLOG)
                || option.equals(ChannelOption.TCP_NODELAY)) {
            return true;
        }
        return super.setOption(option, value);
    }

    @Override
    protected void autoReadCleared() {
        if (onReadingStopped != null) { // null while the superclass is being made
            onReadingStopped.run();
        }
    }
}
