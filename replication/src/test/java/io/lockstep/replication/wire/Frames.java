package io.lockstep.replication.wire;

import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Sealed frames of every type, with fixed content. */
final class Frames {
    static final int WORKER = 3;
    static final UUID NODE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final UUID SESSION = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    static final Hello HELLO = new Hello(
            FrameHeader.VERSION,
            WORKER,
            Role.BACKUP,
            NODE,
            Optional.of(SESSION),
            7,
            99,
            new PairIdentity(List.of(
                    new PairIdentity.Entry("workers", "2"), new PairIdentity.Entry("Größe", "größer als 1 €"))));
    static final Welcome WELCOME = new Welcome(NODE, new PairSession.Bound(SESSION, -5), 7, 99);
    static final Notice NOTICE =
            new Notice(NoticeCode.IDENTITY, Role.PRIMARY, 7, "workers is 2 here and 4 on the peer");
    static final long EPOCH = 7;
    static final long FIRST_ORDINAL = 1000;
    static final RecordLimits LIMITS = new RecordLimits(2, 3, 6, 4, 1500, 4096);
    static final int RECORD_COUNT = 3;
    static final int ALL = 0x1ff;

    private static final UnpooledByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    private Frames() {}

    static ByteBuf buffer() {
        return MEMORY.directBuffer(FrameHeader.MAX_FRAME_BYTES);
    }

    static ByteBuf sealed(Consumer<ByteBuf> body) {
        ByteBuf frame = buffer();
        body.accept(frame);
        new FrameHeader().seal(frame);
        return frame;
    }

    /** Writes length and checksum anew after a test has changed a frame on purpose. */
    static ByteBuf resealed(ByteBuf frame) {
        new FrameHeader().seal(frame);
        return frame;
    }

    static ByteBuf hello() {
        return sealed(HELLO::write);
    }

    static ByteBuf welcome() {
        return sealed(frame -> WELCOME.write(frame, WORKER));
    }

    static ByteBuf refuse() {
        return sealed(frame -> NOTICE.write(frame, FrameType.REFUSE, WORKER));
    }

    static ByteBuf goodbye() {
        return sealed(frame -> NOTICE.write(frame, FrameType.GOODBYE, WORKER));
    }

    static ByteBuf ack() {
        return sealed(frame -> Progress.ack(frame, WORKER, 0x1122334455667788L));
    }

    static ByteBuf heartbeat() {
        return sealed(frame -> Progress.heartbeat(frame, WORKER, EPOCH, 12));
    }

    static ByteBuf handover() {
        return sealed(frame -> HandoverWish.write(frame, WORKER, EPOCH, true));
    }

    /** A packet of 61 bytes with two tags, a timer without tags, a packet of 8 bytes with one tag. */
    static ByteBuf records() {
        return sealed(frame -> {
            long start = frame.memoryAddress() + RecordsFrame.HEADER_BYTES;
            long end = record(start, 61, RecordLayout.KIND_PACKET, 2);
            end = record(end, 0, RecordLayout.KIND_TIMER, 0);
            end = record(end, 8, RecordLayout.KIND_PACKET, 1);
            RecordsFrame.wrap(frame, WORKER, RECORD_COUNT, FIRST_ORDINAL, EPOCH, (int) (end - start));
        });
    }

    private static long record(long address, int length, int kind, int tags) {
        int bytes = RecordLayout.recordBytes(length, tags);
        for (int i = 0; i < bytes; i++) {
            io.lockstep.runtime.memory.Memory.putByte(address + i, 0);
        }
        RecordLayout.header(
                address, length, 2, kind, kind == RecordLayout.KIND_TIMER ? 5 : 0, 1_700_000_000_000_000_000L);
        for (int i = 0; i < length; i++) {
            io.lockstep.runtime.memory.Memory.putByte(RecordLayout.packetAddress(address) + i, i + 1);
        }
        RecordLayout.tags(address, new long[] {RecordLayout.tagOf(1, 77), RecordLayout.tagOf(0, 1L << 40)}, tags);
        return address + bytes;
    }

    static List<ByteBuf> one() {
        return List.of(hello(), welcome(), refuse(), records(), ack(), heartbeat(), goodbye(), handover());
    }

    static FrameReader reader() {
        FrameReader reader = new FrameReader(WORKER);
        reader.allow(ALL);
        return reader;
    }

    /** Does with a frame what the channel does: reads it as far as its type goes. */
    static Object decode(int type, ByteBuf buffer, int length) throws MalformedFrameException {
        return switch (type) {
            case FrameType.HELLO -> {
                if (!Hello.hasMagic(buffer)) {
                    throw new MalformedFrameException("magic");
                }
                if (Hello.version(buffer) != FrameHeader.VERSION) {
                    throw new MalformedFrameException("version");
                }
                yield Hello.read(buffer, length);
            }
            case FrameType.WELCOME -> Welcome.read(buffer);
            case FrameType.REFUSE, FrameType.GOODBYE -> Notice.read(buffer, length);
            case FrameType.ACK -> Progress.acknowledged(buffer);
            case FrameType.HEARTBEAT -> Progress.heartbeatEpoch(buffer) + Progress.heartbeatOrdinal(buffer);
            case FrameType.HANDOVER -> HandoverWish.read(buffer, EPOCH);
            case FrameType.RECORDS -> {
                new RecordsCheck(LIMITS)
                        .check(buffer, buffer.memoryAddress() + buffer.readerIndex(), length, EPOCH, FIRST_ORDINAL);
                yield RecordsFrame.count(buffer);
            }
            default -> throw new AssertionError("type " + type);
        };
    }
}
