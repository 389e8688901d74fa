package io.lockstep.daemon.node;

import io.lockstep.daemon.StartException;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.StoredEpochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's epochs in the file {@code <state-dir>/<name>.epoch}, which {@link EpochSlots} writes in place. On a thread of its own,
 * because a sync takes its time.
 */
final class EpochFile implements EpochStore {
    /** Name of the thread that writes: a promotion waits for it, and it works for some tenths of a millisecond at a time. */
    static final String THREAD = "epoch-file";

    private static final Logger LOG = LoggerFactory.getLogger(EpochFile.class);
    private static final int REHEARSAL_SECONDS = 10;

    private final Path file;
    private final EpochSlots slots;
    private final ExecutorService writer = SideThread.start(THREAD);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile StoredEpochs saved;
    private volatile StoredEpochs asked;
    private volatile Failure failure;
    private boolean surelyOnDisk;

    /** That a save has failed. */
    private record Failure(StoredEpochs epochs, String sentence) {}

    private EpochFile(Path file) throws IOException, StartException {
        this.file = file;
        this.slots = EpochSlots.open(file);
        write(slots.loaded());
    }

    /** Reads what an earlier life has left, and makes sure that the file can be written. */
    static EpochFile open(Path folder, String node) throws StartException {
        Path file = folder.resolve(node + ".epoch");
        try {
            Files.createDirectories(folder);
            return new EpochFile(file);
        } catch (IOException e) {
            throw new StartException(
                    "the node's epoch cannot be kept in " + file + ": " + e
                            + "; make the folder writable for the daemon, or set node.state-dir to one that is",
                    e);
        }
    }

    @Override
    public StoredEpochs loaded() {
        return slots.loaded();
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

    /**
     * Does so many times what a save does on its way to the disk, on the thread that will do it, and writes nothing: so the JIT has
     * compiled it when a promotion waits for it. Does nothing while it is not sure what the disk holds.
     *
     * @throws IOException when the file could not be written
     */
    void rehearse(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try {
                writer.submit(this::rehearseOnce).get(REHEARSAL_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("the epoch file " + file + " could not be written: " + e, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        writer.close();
        try {
            slots.close();
        } catch (IOException e) {
            LOG.debug("closing {}", file, e);
        }
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
        slots.prepare(epochs); // when nobody waits for it
    }

    private Void rehearseOnce() throws IOException {
        if (!surelyOnDisk) {
            return null; // the last save has failed: what follows would write
        }
        write(saved);
        slots.checkPlace();
        slots.prepare(saved);
        return null;
    }

    private void write(StoredEpochs epochs) throws IOException {
        if (surelyOnDisk && epochs.equals(saved)) {
            return;
        }
        surelyOnDisk = false; // a write that fails may have reached the disk already
        slots.write(epochs);
        saved = epochs;
        surelyOnDisk = true;
    }
}
