package io.lockstep.daemon.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** One client of the admin socket: collects a line, has it answered, sends the answer. Admin thread only, never blocks. */
final class AdminConnection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Function<String, byte[]> answer;
    private final ByteBuffer request = ByteBuffer.allocate(AdminProtocol.MAX_REQUEST_BYTES);
    private ByteBuffer response = ByteBuffer.allocate(0);
    private boolean closeWhenSent;
    private long lastActiveNs;

    AdminConnection(SocketChannel channel, SelectionKey key, Function<String, byte[]> answer, long nowNs) {
        this.channel = channel;
        this.key = key;
        this.answer = answer;
        this.lastActiveNs = nowNs;
    }

    long lastActiveNs() {
        return lastActiveNs;
    }

    /** Goes on with whatever the socket is ready for. */
    void onReady(long nowNs) {
        try {
            if (key.isReadable() && channel.read(request) < 0) {
                close();
                return;
            }
            lastActiveNs = nowNs;
            step();
        } catch (IOException e) {
            close(); // the client has gone
        }
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** Sends what is left of the last answer, then answers the next line that is complete. */
    private void step() throws IOException {
        channel.write(response);
        while (!response.hasRemaining() && !closeWhenSent && answerNextLine()) {
            channel.write(response);
        }
        if (response.hasRemaining()) {
            key.interestOps(SelectionKey.OP_WRITE);
        } else if (closeWhenSent) {
            close();
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private boolean answerNextLine() {
        for (int i = 0; i < request.position(); i++) {
            if (request.get(i) == '\n') {
                String line = new String(request.array(), 0, i, StandardCharsets.UTF_8);
                request.flip().position(i + 1);
                request.compact();
                response = ByteBuffer.wrap(answer.apply(line));
                return true;
            }
        }
        if (!request.hasRemaining()) {
            response = ByteBuffer.wrap(AdminProtocol.failed("the request is longer than "
                    + AdminProtocol.MAX_REQUEST_BYTES + " bytes, expected one line of JSON"));
            closeWhenSent = true;
            return true;
        }
        return false;
    }
}
