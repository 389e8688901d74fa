package io.lockstep.simulator.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Somebody who connects, says something, and says no more: a port scanner, or an old connection of a node whose HELLO comes late. It
 * reads nothing, so what it is sent stays in its kernel.
 */
final class Stranger {
    private final Endpoint endpoint;
    private final ByteBuf words;

    Stranger(Endpoint endpoint, byte[] words) {
        this.endpoint = endpoint;
        this.words = Unpooled.wrappedBuffer(words);
    }

    boolean isGone() {
        return endpoint.isClosed();
    }

    void poll(SplittableRandom random) {
        try {
            if (endpoint.isConnected() && words.isReadable()) {
                words.skipBytes(endpoint.write(words));
            } else if (endpoint.isRefused() || endpoint.hasEnded() || random.nextInt(256) == 0) {
                endpoint.close();
            }
        } catch (IOException e) {
            endpoint.close();
        }
    }
}
