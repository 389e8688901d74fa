package io.lockstep.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.replication.wire.FrameHeader;
import io.lockstep.replication.wire.FrameType;
import io.lockstep.replication.wire.FuzzCorpus;
import io.lockstep.replication.wire.FuzzInput;
import io.lockstep.replication.wire.HandoverWish;
import io.lockstep.replication.wire.Hello;
import io.lockstep.replication.wire.Notice;
import io.lockstep.replication.wire.NoticeCode;
import io.lockstep.replication.wire.Progress;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.role.Term;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Fuzz target: a whole primary channel with a backup and strangers that misbehave. {@code scripts/fuzz PrimaryFuzz}. The input is a list of
 * operations, see {@link #operation}. Holds after each: what {@link FuzzedNode} checks. Holds at the end: the honest backup gets in again, unless a
 * frame of the fuzzer's has told of a higher epoch.
 */
public final class PrimaryFuzz {
    private static final int MAX_OPERATIONS = 64;
    private static final int MAX_INPUT_BYTES = 16 << 10;
    private static final int FRAME = 0;
    private static final int RAW = 1;
    private static final int CONNECT = 2;
    private static final int HELLO = 3;
    private static final int ACK = 4;
    private static final int PRODUCE = 5;
    private static final int WAIT = 6;
    private static final int HANG_UP = 7;
    private static final int ROLE = 8;
    private static final int BLOCK = 9;
    private static final int PIECES = 10;
    private static final int STEPS = 11;
    private static final int SELECT = 12;
    private static final int OPERATIONS = 13;

    private static final long EPOCH = 1;

    private final FuzzedNode fuzzed = new FuzzedNode(Role.PRIMARY);
    private final TestNode node = fuzzed.node;
    private MemoryChannel selected;

    /** Jazzer's entry. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length <= MAX_INPUT_BYTES) {
            var unused = new PrimaryFuzz().run(new FuzzInput(data));
        }
    }

    /** Writes the seeds to the folder that is named. */
    public static void main(String[] arguments) throws Exception {
        FuzzCorpus.write(Path.of(arguments[0]), seeds());
    }

    static List<byte[]> seeds() {
        byte[] hello = RawPeer.sealed(frame -> hello(0).write(frame));
        byte[] stranger = RawPeer.sealed(frame -> TestHello.of(new UUID(8, 9)).write(frame));
        byte[] ack = RawPeer.sealed(frame -> Progress.ack(frame, 0, 1));
        byte[] heartbeat = RawPeer.sealed(frame -> Progress.heartbeat(frame, 0, EPOCH, 1));
        Notice bye = new Notice(NoticeCode.DIVERGED, Role.DIVERGED, EPOCH, "diverged");
        byte[] wish = RawPeer.sealed(frame -> HandoverWish.write(frame, 0, EPOCH, true));
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(FuzzCorpus.join(new byte[] {CONNECT}, FuzzCorpus.block(FRAME, hello)));
        seeds.add(FuzzCorpus.join(new byte[] {CONNECT}, FuzzCorpus.block(FRAME, stranger), new byte[] {WAIT, 50, 0}));
        seeds.add(FuzzCorpus.join(
                new byte[] {PRODUCE, 9, STEPS, 1},
                FuzzCorpus.block(FRAME, ack),
                FuzzCorpus.block(FRAME, heartbeat),
                FuzzCorpus.block(FRAME, RawPeer.sealed(frame -> bye.write(frame, FrameType.GOODBYE, 0)))));
        seeds.add(
                FuzzCorpus.join(new byte[] {CONNECT, PIECES, 1}, FuzzCorpus.block(RAW, hello), new byte[] {STEPS, 15}));
        seeds.add(new byte[] {CONNECT, CONNECT, CONNECT, CONNECT, CONNECT, SELECT, 0, PRODUCE, 60, ACK, 5, WAIT, 0, 9});
        seeds.add(new byte[] {
            PRODUCE, 99, BLOCK, PRODUCE, 99, WAIT, 10, 0, HANG_UP, STEPS, 3, CONNECT, HELLO, ACK, 100, ROLE, 1, 3
        });
        seeds.add(new byte[] {HANG_UP, STEPS, 3, WAIT, 40, 0, STEPS, 3, SELECT, 127, ROLE, 0, 0, CONNECT, HELLO});
        seeds.add(FuzzCorpus.join(FuzzCorpus.block(FRAME, wish), new byte[] {STEPS, 2}));
        return seeds;
    }

    private static Hello hello(long nextOrdinal) {
        return new Hello(
                FrameHeader.VERSION,
                0,
                Role.BACKUP,
                FuzzedNode.PEER,
                Optional.of(FuzzedNode.SESSION.sessionId()),
                EPOCH,
                nextOrdinal,
                TestNode.IDENTITY);
    }

    /** Runs one input; returns the records that were acknowledged. */
    long run(FuzzInput input) {
        try (fuzzed) {
            attachHonest();
            node.produce();
            fuzzed.steps(2);
            for (int i = 0; i < MAX_OPERATIONS && input.hasMore(); i++) {
                operation(input);
                fuzzed.step();
            }
            if (node.term.get().role() == Role.PRIMARY && node.term.get().acceptsBackup()) {
                recover();
            }
            return node.log.acknowledgedOrdinal();
        }
    }

    private void operation(FuzzInput input) {
        switch (input.u8() % OPERATIONS) {
            case FRAME -> sendSealed(input.block());
            case RAW -> selected.send(input.block());
            case CONNECT -> selected = fuzzed.connect();
            case HELLO -> sayHello();
            case ACK -> sayAck(input.u8());
            case PRODUCE -> produce(input.u8());
            case WAIT -> fuzzed.clock.advanceMs(input.u16());
            case HANG_UP -> selected.hangUp();
            case ROLE -> role(Role.values()[input.u8() % Role.values().length], input.u8());
            case BLOCK -> selected.blocked(true);
            case PIECES -> fuzzed.pieces(input.u8() * 16);
            case STEPS -> fuzzed.steps(input.u8() % 16);
            default -> selected = fuzzed.channels.get(input.u8() % fuzzed.channels.size());
        }
    }

    /** As a conductor does: the epoch never goes down, and who has stopped to take a backup never takes one again. Odd: goes solo. */
    private void role(Role role, int number) {
        long now = node.term.get().epoch();
        boolean accepts = node.term.get().acceptsBackup() && role == Role.PRIMARY && number % 2 == 0;
        node.role(role, role == Role.PRIMARY ? now : now + number / 2, accepts);
    }

    private void sendSealed(byte[] frame) {
        if (frame.length >= FrameHeader.BYTES) {
            selected.send(RawPeer.sealed(buffer -> buffer.writeBytes(frame)));
        }
    }

    private void sayHello() {
        Hello hello = hello(node.log.acknowledgedOrdinal());
        selected.send(RawPeer.sealed(hello::write));
    }

    private void sayAck(int records) {
        long ordinal = Math.min(node.log.sentOrdinal(), node.log.acknowledgedOrdinal() + records);
        selected.send(RawPeer.sealed(frame -> Progress.ack(frame, 0, ordinal)));
    }

    private void produce(int records) {
        for (int i = 0; i < records && node.produce(); i++) {
            // As many as the log takes.
        }
    }

    private void attachHonest() {
        selected = fuzzed.connect();
        sayHello();
        fuzzed.steps(2);
        assertTrue(node.isStreaming(), node::toString);
    }

    /** As a conductor does: a backup without state may have been primary in a higher epoch, which is over. */
    private void riseAboveAFreshBackup() {
        long seen = node.status.freshBackupEpoch();
        if (seen > node.term.get().epoch()) {
            node.role(Role.PRIMARY, Math.min(seen + 1, Term.MAX_EPOCH), true);
            fuzzed.step();
        }
    }

    /** Whatever came before: the backup that this primary has streamed to may come back. */
    private void recover() {
        fuzzed.pieces(Integer.MAX_VALUE);
        for (MemoryChannel channel : fuzzed.channels) {
            channel.blocked(false);
            channel.hangUp();
        }
        fuzzed.steps(80); // what a fuzzer has put into a connection is read before its end is
        riseAboveAFreshBackup();
        long connections = node.status.connections();
        selected = fuzzed.connect();
        sayHello();
        fuzzed.steps(3);
        if (node.status.highestEpochSeen() <= node.term.get().epoch()) {
            assertEquals(connections + 1, node.status.connections(), () -> "the backup does not get in: " + node);
            produce(1);
            fuzzed.steps(2);
            long sent = node.log.sentOrdinal();
            selected.send(RawPeer.sealed(frame -> Progress.ack(frame, 0, sent)));
            fuzzed.steps(2);
            assertEquals(sent, node.log.acknowledgedOrdinal(), node::toString);
        }
    }
}
