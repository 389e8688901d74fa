package io.lockstep.daemon.node;

import io.lockstep.daemon.StartException;
import io.lockstep.runtime.role.StoredEpochs;
import io.lockstep.runtime.role.Term;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file itself: two {@link EpochSlot}s, written in turn and in place, so that a save is one write that is on disk when it returns
 * ({@code O_DSYNC}), without any change to the folder. A save that is cut off leaves the other slot. What a promotion would write next
 * is at hand: a promotion waits for it, and code that runs once takes longer than the disk's part would suggest. One thread at a time.
 */
final class EpochSlots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochSlots.class);
    private static final Pattern BY_HAND = Pattern.compile("epoch (\\d{1,15})\\s+seen (\\d{1,15})\\s*");

    private final Path file;
    private final FileChannel channel;
    private final Object fileKey;
    private final ByteBuffer block = ByteBuffer.allocateDirect(EpochSlot.BYTES);
    private EpochSlot ready;
    private final StoredEpochs loaded;
    private long version;
    private int next;

    private EpochSlots(Path file, FileChannel channel, EpochSlot current, int next) throws IOException {
        this.file = file;
        this.channel = channel;
        this.fileKey = key(file);
        this.loaded = current.epochs();
        this.version = current.version();
        this.next = next;
        prepare(loaded);
    }

    /** Reads what an earlier life or an operator has left, or makes the file; throws when it is damaged or cannot be had. */
    static EpochSlots open(Path file) throws IOException, StartException {
        byte[] bytes = readOrNull(file);
        EpochSlot first = bytes == null ? null : EpochSlot.read(bytes, 0);
        EpochSlot second = bytes == null ? null : EpochSlot.read(bytes, EpochSlot.BYTES);
        boolean readable = bytes != null && bytes.length == 2 * EpochSlot.BYTES && (first != null || second != null);
        if (!readable) {
            EpochSlot initial = new EpochSlot(1, bytes == null ? StoredEpochs.NONE : writtenByHand(file, bytes));
            create(file, initial);
            first = initial;
            second = initial;
        } else if (first == null || second == null) {
            LOG.warn("one of the two places in the epoch file {} is not whole: the last save was cut off", file);
        }
        boolean secondCounts = first == null || (second != null && second.version() > first.version());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        return new EpochSlots(file, channel, secondCounts ? second : first, secondCounts ? 0 : 1);
    }

    /** What was in the file. */
    StoredEpochs loaded() {
        return loaded;
    }

    /**
     * Writes, and returns when it is on disk. Where this fails nobody knows what is in the slot: the next save goes to the same one, and
     * the other one stays.
     */
    void write(StoredEpochs epochs) throws IOException {
        checkPlace();
        if (ready.version() != version + 1 || !ready.isOf(epochs)) {
            put(new EpochSlot(version + 1, epochs));
        }
        version++;
        long offset = (long) next * EpochSlot.BYTES;
        block.clear();
        while (block.hasRemaining()) {
            offset += channel.write(block, offset);
        }
        next ^= 1;
    }

    /** Throws when the file has been moved away: then a save would be in vain. */
    void checkPlace() throws IOException {
        if (!fileKey.equals(key(file))) {
            throw new IOException("it is no longer the file that this node has opened; put that one back");
        }
    }

    /** Fills the block with what a promotion in these epochs would save. */
    void prepare(StoredEpochs current) {
        long promoted = Math.min(current.seen() + 1, Term.MAX_EPOCH);
        put(new EpochSlot(version + 1, new StoredEpochs(promoted, promoted)));
    }

    private void put(EpochSlot slot) {
        slot.write(block);
        ready = slot;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static byte[] readOrNull(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static StoredEpochs writtenByHand(Path file, byte[] bytes) throws StartException {
        Matcher content = BY_HAND.matcher(new String(bytes, StandardCharsets.US_ASCII));
        try {
            if (content.matches()) {
                return new StoredEpochs(Long.parseLong(content.group(1)), Long.parseLong(content.group(2)));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("{} holds impossible epochs", file, e);
        }
        throw new StartException("the epoch file " + file + " is damaged; expected two lines of " + EpochSlot.BYTES
                + " bytes, one of them at least whole. Replace it by two lines \"epoch N\" and \"seen N\", with the highest"
                + " epoch that lockstep status shows on the peer for N; without it the node might come back as a primary"
                + " that was replaced");
    }

    /** Made whole beside its place and moved there: after a power cut there is no part of it. */
    private static void create(Path file, EpochSlot initial) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer block = ByteBuffer.allocate(EpochSlot.BYTES);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int slot = 0; slot < 2; slot++) {
                initial.write(block);
                while (block.hasRemaining()) {
                    channel.write(block);
                }
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
