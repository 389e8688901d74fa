package io.lockstep.replication;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameReader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.MalformedFrameException;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.RecordsFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * One TCP connection: what it has received, room for one write, and when it was last heard.
 *
 * <p>Netty's callbacks only note what happened; the channel's duty cycle, on the same thread, decides. At most one write is
 * between this object and the kernel, one frame or some with records: {@link #canSend} is false until the kernel has taken all of it. So nothing
 * queues up here for a slow peer; what is not in the kernel stays in the replication log.
 *
 * <p>A failed write does not close the connection: the kernel may still hold what the peer sent before it died. It is read until
 * the socket itself says that there is no more.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);
    /** Most frames with records in one write. A write costs the kernel some microseconds whatever it holds: docs/performance.md, "Tried". */
    static final int FRAMES_PER_WRITE = 4;

    /** Most bytes of one write. */
    static final int WRITE_BYTES = FRAMES_PER_WRITE * (RecordsFrame.HEADER_BYTES + RecordsFrame.BATCH_BYTES);

    private static final int OUTBOUND_BYTES = RecordsFrame.HEADER_BYTES + RecordsFrame.BATCH_BYTES;
    private static final int DIALLED_CAPACITY_BYTES = 256 << 10;
    private static final int DIALLED_ROOM_BYTES = 64 << 10;
    private static final int ACCEPTED_CAPACITY_BYTES = FrameHeader.MAX_HELLO_BYTES + (16 << 10);
    private static final int ACCEPTED_ROOM_BYTES = 16 << 10;

    private final FrameHeader sealer = new FrameHeader();
    private final FrameReader reader;
    private final InboundBuffer inbound;
    private final ByteBuf outbound;
    private Channel channel;
    private SocketAddress remote;
    private boolean active;
    private boolean closed;
    private boolean released;
    private boolean outputFailed;
    private boolean reading = true;
    private String problem = "";
    private final long startedNs;
    private long lastHeardNs;
    private long lastSentNs;
    private long notedBytes;

    private Connection(int worker, InboundBuffer inbound, long nowNs) {
        this.reader = new FrameReader(worker);
        this.inbound = inbound;
        this.outbound = MEMORY.directBuffer(OUTBOUND_BYTES, WRITE_BYTES);
        this.startedNs = nowNs;
        this.lastHeardNs = nowNs;
        this.lastSentNs = nowNs;
    }

    /** A connection that this node opens; records may come on it. */
    static Connection dialled(int worker, long nowNs) {
        return new Connection(worker, new InboundBuffer(DIALLED_CAPACITY_BYTES, DIALLED_ROOM_BYTES), nowNs);
    }

    /** A connection that somebody has opened to this node; nothing larger than a HELLO may come on it. */
    static Connection accepted(int worker, long nowNs) {
        return new Connection(worker, new InboundBuffer(ACCEPTED_CAPACITY_BYTES, ACCEPTED_ROOM_BYTES), nowNs);
    }

    /** Ties the connection to its Netty channel, before that is registered. */
    void bind(Channel nettyChannel) {
        channel = nettyChannel;
        channel.config().setRecvByteBufAllocator(inbound.forNetty());
        channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.pipeline().addLast(this);
    }

    // ---------------------------------------------------------------- sending

    /** Whether a frame can be sent now. */
    boolean canSend() {
        return active && !closed && !outputFailed && outbound.refCnt() == 1;
    }

    /** The empty buffer for the next frame, or the next frames with records; {@link #canSend} is true. */
    ByteBuf frame() {
        return outbound.clear();
    }

    /** Seals the frame in {@link #frame} and sends it. */
    void send(long nowNs) {
        sealer.seal(outbound);
        write(nowNs);
    }

    /** Makes room for as many frames as one write can have. Once, before the first record: a stranger does not get so much. */
    void expectRecords() {
        outbound.capacity(outbound.maxCapacity());
    }

    /** Seals the last frame of a write, which starts at an index. */
    void sealFrom(int start) {
        sealer.seal(outbound, start);
    }

    /** Sends the sealed frames. */
    void write(long nowNs) {
        var unused = channel.writeAndFlush(outbound.retain(), channel.voidPromise());
        lastSentNs = nowNs;
    }

    /** Sends a REFUSE or GOODBYE if that can be done at once. */
    void sendNotice(long nowNs, int type, int worker, Notice notice) {
        if (canSend()) {
            notice.write(frame(), type, worker);
            send(nowNs);
        }
    }

    /** When the last frame was sent. */
    long lastSentNs() {
        return lastSentNs;
    }

    // ---------------------------------------------------------------- receiving

    /** Says which frames may come from now on. */
    void allow(int typeBits) {
        reader.allow(typeBits);
    }

    /** The frame at the start of {@link #bytes}, or {@link FrameType#NONE}. */
    int nextFrame() throws MalformedFrameException {
        return reader.next(inbound.bytes());
    }

    /** Length of that frame. */
    int frameLength() {
        return reader.length();
    }

    /** The received bytes; the frame starts at the reader index. */
    ByteBuf bytes() {
        return inbound.bytes();
    }

    /** Address of the frame. */
    long frameAddress() {
        return inbound.address();
    }

    /** The frame has been used. */
    void consumeFrame() {
        reader.consume(inbound.bytes());
    }

    /** Notes what the last run of the event loop has brought; returns the number of bytes. Once per duty cycle. */
    long noteReceived(long nowNs) {
        long bytes = inbound.receivedBytes() - notedBytes;
        if (bytes > 0) {
            lastHeardNs = nowNs;
            notedBytes += bytes;
        }
        return bytes;
    }

    /** When bytes last came, or reading was taken up again. */
    long lastHeardNs() {
        return lastHeardNs;
    }

    /** Reads on while there is room for it, so that TCP pushes back when there is none. Once per duty cycle, after the frames. */
    void controlReading(long nowNs) {
        if (closed || inbound.makeRoom() == reading) {
            return;
        }
        reading = !reading;
        channel.config().setAutoRead(reading);
        if (reading) {
            lastHeardNs = nowNs; // what the peer has sent meanwhile could not be heard
        }
    }

    /** False while the inbox has no room: then silence says nothing about the peer. */
    boolean isReading() {
        return reading;
    }

    /** Most bytes that the kernel may hold for this connection; a closed socket cannot be asked any more. */
    int kernelBufferBytes() {
        Integer bytes = channel.isOpen() ? channel.config().getOption(ChannelOption.SO_RCVBUF) : null;
        return bytes == null ? InboundBuffer.MAX_BYTES : bytes;
    }

    // ---------------------------------------------------------------- life

    /** True once the connection is established, also after it is closed. */
    boolean wasActive() {
        return active;
    }

    /** True when no more bytes will come or go. What came before is still in {@link #bytes}. */
    boolean isClosed() {
        return closed;
    }

    /** Why it ended. */
    String problem() {
        return problem.isEmpty() ? "closed by the other side" : problem;
    }

    /** When it was opened. */
    long startedNs() {
        return startedNs;
    }

    /** Who is at the other end. */
    String remote() {
        return remote == null ? "unknown" : remote.toString();
    }

    /** Ends the connection; a frame that the kernel has not taken yet is lost. */
    void close() {
        if (!closed) {
            closed = true;
            if (channel != null) {
                var unused = channel.close();
            }
        }
    }

    /** Ends the connection for a reason that {@link #problem} then gives, also when the socket has ended already: a goodbye says it best. */
    void close(String why) {
        problem = why;
        close();
    }

    /** Ends the connection and gives its memory back. The received bytes are gone. */
    void release() {
        close();
        if (!released) {
            released = true;
            inbound.release();
            outbound.release();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active = true;
        remote = context.channel().remoteAddress();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ((ByteBuf) message).release(); // the inbound buffer, which now holds the bytes
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (problem.isEmpty()) {
            problem = String.valueOf(cause.getMessage());
        }
        outputFailed = true;
        if (!(cause instanceof IOException)) {
            close();
        }
    }
}
