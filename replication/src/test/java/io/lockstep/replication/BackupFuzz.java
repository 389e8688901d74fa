package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FuzzCorpus;
import io.lockstep.replication.wire.FuzzInput;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.replication.wire.Progress;
import io.lockstep.replication.wire.Welcome;
import io.lockstep.runtime.role.Role;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzz target: a whole backup channel whose primary misbehaves. {@code scripts/fuzz BackupFuzz}. The input is a list of operations, see
 * {@link #operation}. Holds after each: what {@link FuzzedNode} checks. Holds at the end: an honest primary of the same session gets through.
 */
public final class BackupFuzz {
    private static final int MAX_OPERATIONS = 64;
    private static final int MAX_INPUT_BYTES = 16 << 10;
    private static final int FRAME = 0;
    private static final int RAW = 1;
    private static final int WELCOME = 2;
    private static final int RECORDS = 3;
    private static final int CONSUME = 4;
    private static final int WAIT = 5;
    private static final int HANG_UP = 6;
    private static final int ROLE = 7;
    private static final int BLOCK = 8;
    private static final int PIECES = 9;
    private static final int STEPS = 10;
    private static final int HEARTBEAT = 11;
    private static final int OPERATIONS = 12;

    private static final long EPOCH = 1;
    private static final TestRecords HONEST = new TestRecords(1, 200);

    private final FuzzedNode fuzzed = new FuzzedNode(Role.BACKUP);
    private final TestNode node = fuzzed.node;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length <= MAX_INPUT_BYTES) {
            var unused = new BackupFuzz().run(new FuzzInput(data));
        }
    }

    /** Writes the seeds to the folder that is named. */
    public static void main(String[] arguments) throws Exception {
        FuzzCorpus.write(Path.of(arguments[0]), seeds());
    }

    static List<byte[]> seeds() {
        byte[] welcome = RawPeer.sealed(frame -> welcome(0, EPOCH).write(frame, 0));
        byte[] records = RawPeer.records(HONEST, 0, 3, EPOCH);
        byte[] heartbeat = RawPeer.sealed(frame -> Progress.heartbeat(frame, 0, EPOCH, 0));
        Notice solo = new Notice(NoticeCode.SOLO, Role.PRIMARY, EPOCH, "solo");
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(FuzzCorpus.join(FuzzCorpus.block(FRAME, welcome), FuzzCorpus.block(FRAME, records)));
        seeds.add(FuzzCorpus.join(new byte[] {WELCOME}, FuzzCorpus.block(FRAME, heartbeat)));
        seeds.add(FuzzCorpus.join(
                new byte[] {WELCOME}, FuzzCorpus.block(FRAME, RawPeer.sealed(frame -> solo.write(frame, 7, 0)))));
        seeds.add(FuzzCorpus.block(FRAME, RawPeer.sealed(frame -> solo.write(frame, 3, 0))));
        seeds.add(FuzzCorpus.block(RAW, FuzzCorpus.join(welcome, records)));
        seeds.add(new byte[] {
            WELCOME, RECORDS, 40, RECORDS, 40, CONSUME, 30, STEPS, 3, RECORDS, 9, WAIT, 100, 0, HEARTBEAT
        });
        seeds.add(new byte[] {WELCOME, PIECES, 7, RECORDS, 20, ROLE, 2, 2, STEPS, 9, HANG_UP, STEPS, 3, CONSUME, 99});
        seeds.add(new byte[] {
            WELCOME, BLOCK, RECORDS, 9, CONSUME, 9, WAIT, 0, 9, HANG_UP, STEPS, 2, WAIT, 99, 0, WELCOME, ROLE, 4, 1
        });
        return seeds;
    }

    /** Runs one input; returns the number of records that the backup took from the honest primary and the fuzzer together. */
    long run(FuzzInput input) {
        try (fuzzed) {
            fuzzed.steps(3);
            for (int i = 0; i < MAX_OPERATIONS && input.hasMore(); i++) {
                operation(input);
                fuzzed.step();
            }
            if (node.term.get().role() == Role.BACKUP) {
                recover();
            }
            return node.inbox.nextOrdinal();
        }
    }

    private void operation(FuzzInput input) {
        switch (input.u8() % OPERATIONS) {
            case FRAME -> sendSealed(input.block());
            case RAW -> fuzzed.last().send(input.block());
            case WELCOME -> sayWelcome();
            case RECORDS -> sendRecords(1 + input.u8() % 64);
            case CONSUME -> fuzzed.consume(input.u8());
            case WAIT -> fuzzed.clock.advanceMs(input.u16());
            case HANG_UP -> fuzzed.last().hangUp();
            case ROLE -> role(Role.values()[input.u8() % Role.values().length], input.u8());
            case BLOCK -> fuzzed.last().blocked(true);
            case PIECES -> fuzzed.pieces(input.u8() * 16);
            case STEPS -> fuzzed.steps(input.u8() % 16);
            default ->
                fuzzed.last()
                        .send(RawPeer.sealed(frame -> Progress.heartbeat(frame, 0, EPOCH, node.inbox.nextOrdinal())));
        }
    }

    /** As a conductor does: the epoch never goes down. */
    private void role(Role role, int epoch) {
        long now = node.term.get().epoch();
        if (role != Role.BACKUP || node.term.get().role() == Role.BACKUP) {
            node.role(role, Math.max(now, epoch), role == Role.PRIMARY);
        }
    }

    private void sendSealed(byte[] frame) {
        if (frame.length >= FrameHeader.BYTES) {
            fuzzed.last().send(RawPeer.sealed(buffer -> buffer.writeBytes(frame)));
        }
    }

    private void sayWelcome() {
        Welcome welcome = welcome(node.inbox.nextOrdinal(), EPOCH);
        fuzzed.last().send(RawPeer.sealed(frame -> welcome.write(frame, 0)));
        fuzzed.steps(2);
    }

    private static Welcome welcome(long nextOrdinal, long epoch) {
        return new Welcome(FuzzedNode.PEER, FuzzedNode.SESSION, epoch, nextOrdinal);
    }

    private void sendRecords(int count) {
        fuzzed.last().send(RawPeer.records(HONEST, node.inbox.nextOrdinal(), count, EPOCH));
    }

    /** Whatever came before: when the primary behaves, the backup streams again. */
    private void recover() {
        fuzzed.pieces(Integer.MAX_VALUE);
        for (MemoryChannel channel : fuzzed.channels) {
            channel.blocked(false);
            channel.hangUp();
        }
        MemoryChannel before = fuzzed.last();
        for (int i = 0; i < 100 && fuzzed.last().equals(before); i++) {
            fuzzed.consume(Integer.MAX_VALUE);
            fuzzed.clock.advanceMs(10);
            fuzzed.steps(2);
        }
        assertTrue(!fuzzed.last().equals(before), () -> "the backup does not dial again: " + node);
        fuzzed.steps(2);
        var bound = node.session.get() == null ? FuzzedNode.SESSION : node.session.get();
        long epoch = node.term.get().epoch();
        long next = node.inbox.nextOrdinal();
        Welcome welcome = new Welcome(FuzzedNode.PEER, bound, epoch, next);
        fuzzed.last().send(RawPeer.sealed((ByteBuf frame) -> welcome.write(frame, 0)));
        fuzzed.steps(2);
        fuzzed.last().send(RawPeer.records(HONEST, next, 3, epoch));
        fuzzed.steps(2);
        assertEquals(next + 3, node.inbox.nextOrdinal(), () -> "the backup does not stream again: " + node);
    }
}
