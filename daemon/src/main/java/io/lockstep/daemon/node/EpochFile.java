package io.lockstep.daemon.node;

import io.lockstep.daemon.StartException;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.StoredEpochs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's epochs in the file {@code <state-dir>/<name>.epoch}. Written whole to another file, synced, moved into place, and the
 * folder synced: after a power cut there is the old one or the new one. On a thread of its own, because a sync takes its time.
 */
final class EpochFile implements EpochStore {
    private static final Logger LOG = LoggerFactory.getLogger(EpochFile.class);
    private static final Pattern CONTENT = Pattern.compile("epoch (\\d{1,15})\nseen (\\d{1,15})\n");

    private final Path file;
    private final Path temporary;
    private final StoredEpochs loaded;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("epoch-file").factory());
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile StoredEpochs saved;
    private volatile StoredEpochs asked;
    private volatile Failure failure;
    private boolean surelyOnDisk;

    /** That a save has failed. */
    private record Failure(StoredEpochs epochs, String sentence) {}

    private EpochFile(Path file, StoredEpochs loaded) throws IOException {
        this.file = file;
        this.temporary = file.resolveSibling(file.getFileName() + ".new");
        this.loaded = loaded;
        write(loaded);
    }

    /** Reads what an earlier life has left, and makes sure that the file can be written. */
    static EpochFile open(Path folder, String node) throws StartException {
        Path file = folder.resolve(node + ".epoch");
        try {
            Files.createDirectories(folder);
            return new EpochFile(file, load(file));
        } catch (IOException e) {
            throw new StartException(
                    "the node's epoch cannot be kept in " + file + ": " + e
                            + "; make the folder writable for the daemon, or set node.state-dir to one that is",
                    e);
        }
    }

    private static StoredEpochs load(Path file) throws IOException, StartException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return StoredEpochs.NONE;
        }
        try {
            Matcher content = CONTENT.matcher(text);
            if (content.matches()) {
                return new StoredEpochs(Long.parseLong(content.group(1)), Long.parseLong(content.group(2)));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("{} holds impossible epochs", file, e);
        }
        throw new StartException("the epoch file " + file + " is damaged; expected two lines such as \"epoch 2\" and"
                + " \"seen 2\". Put the highest epoch that lockstep status shows on the peer into both; without it the"
                + " node might come back as a primary that was replaced");
    }

    @Override
    public StoredEpochs loaded() {
        return loaded;
    }

    @Override
    public void save(StoredEpochs epochs) {
        asked = epochs;
        failure = null;
        waiting.incrementAndGet();
        writer.execute(() -> tryToWrite(epochs));
    }

    @Override
    public StoredEpochs saved() {
        return saved;
    }

    @Override
    public boolean isBusy() {
        return waiting.get() > 0;
    }

    @Override
    public String problem() {
        Failure last = failure;
        boolean ofAnEarlierSave = last != null && !last.epochs().equals(asked);
        return last == null || ofAnEarlierSave ? null : last.sentence();
    }

    @Override
    public void close() {
        writer.close();
    }

    private void tryToWrite(StoredEpochs epochs) {
        try {
            write(epochs);
        } catch (IOException e) {
            String sentence = "the epoch file " + file + " cannot be written: " + e;
            LOG.error("{}", sentence);
            failure = new Failure(epochs, sentence);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void write(StoredEpochs epochs) throws IOException {
        if (surelyOnDisk && epochs.equals(saved)) {
            return;
        }
        surelyOnDisk = false; // a write that fails may have moved the file into place already
        byte[] content =
                ("epoch " + epochs.epoch() + "\nseen " + epochs.seen() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        saved = epochs;
        surelyOnDisk = true;
    }
}
