package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.StartException;
import io.lockstep.runtime.role.StoredEpochs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state/a.epoch");
    }

    private EpochFile open() throws StartException {
        return EpochFile.open(folder.resolve("state"), "a");
    }

    @Test
    void shouldStartWithNothingAndMakeTheFolder() throws Exception {
        try (EpochFile epochs = open()) {
            assertEquals(StoredEpochs.NONE, epochs.loaded());
            assertEquals("epoch 0\nseen 0\n", Files.readString(file()));
        }
    }

    @Test
    void shouldComeBackWithTheLastThatWasSaved() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(1, 1));
            epochs.save(new StoredEpochs(1, 2));
            epochs.save(new StoredEpochs(3, 7));
        }
        assertEquals("epoch 3\nseen 7\n", Files.readString(file()));
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(3, 7), epochs.loaded());
            assertEquals(new StoredEpochs(3, 7), epochs.saved());
            assertNull(epochs.problem());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "epoch 2\n",
                "epoch 2\nseen 1\n",
                "epoch 2\nseen 2",
                "epoch -1\nseen 2\n",
                "epoch 2\nseen 999999999999999\n",
                "epoch 2\nseen 2\nmore\n"
            })
    void shouldRefuseToStartOnADamagedFileAndLeaveItAlone(String content) throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        StartException e = assertThrows(StartException.class, this::open);
        assertTrue(e.getMessage().contains(file() + " is damaged"), e.getMessage());
        assertEquals(content, Files.readString(file()));
    }

    @Test
    void shouldRefuseToStartWhereItCannotWrite() throws Exception {
        Files.writeString(folder.resolve("state"), "no folder");
        StartException e = assertThrows(StartException.class, this::open);
        assertTrue(e.getMessage().contains("node.state-dir"), e.getMessage());
    }

    @Test
    void shouldSayWhyItCouldNotSave() throws Exception {
        EpochFile epochs = open();
        Files.delete(file());
        Files.delete(file().getParent());
        epochs.save(new StoredEpochs(2, 2));
        epochs.close(); // waits for the writer
        assertNotNull(epochs.problem());
        assertTrue(epochs.problem().contains(file().toString()), epochs.problem());
        assertEquals(StoredEpochs.NONE, epochs.saved());
    }

    @Test
    void shouldPutTheOldOnesBackAfterAWriteThatFailedHalfway() throws Exception {
        EpochFile epochs = open();
        Path obstacle = Files.createDirectory(file().resolveSibling("a.epoch.new"));
        epochs.save(new StoredEpochs(2, 2));
        while (epochs.problem() == null) {
            Thread.onSpinWait();
        }
        Files.delete(obstacle);
        Files.writeString(file(), "epoch 2\nseen 2\n"); // moved into place, and then the folder could not be synced
        epochs.save(StoredEpochs.NONE);
        epochs.close();
        assertNull(epochs.problem());
        assertEquals("epoch 0\nseen 0\n", Files.readString(file()));
    }
}
