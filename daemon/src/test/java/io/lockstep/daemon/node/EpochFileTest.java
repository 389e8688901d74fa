package io.lockstep.daemon.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.daemon.StartException;
import io.lockstep.runtime.role.StoredEpochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
            assertEquals(2 * EpochSlot.BYTES, Files.size(file()));
            assertEquals(List.of("a.epoch"), names(), "no temporary file");
        }
    }

    @Test
    void shouldComeBackWithTheLastThatWasSaved() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(1, 1));
            epochs.save(new StoredEpochs(1, 2));
            epochs.save(new StoredEpochs(3, 7));
        }
        assertEquals(2, Files.readAllLines(file()).size(), "a person can read it");
        assertTrue(Files.readString(file()).contains("epoch 3 seen 7 "));
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
                "epoch -1\nseen 2\n",
                "epoch 2\nseen 999999999999999\n",
                "epoch 2\nseen 2\nmore\n",
                "version 1 epoch 2 seen 2 crc32c 00000000\n"
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
    void shouldTakeWhatAnOperatorHasWritten() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "epoch 4\nseen 5\n");
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(4, 5), epochs.loaded());
        }
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(4, 5), epochs.loaded());
        }
    }

    /** What a power cut in the middle of a save leaves: any number of its bytes, in one of the two places. */
    @Test
    void shouldComeBackWithTheOneBeforeWhenASaveWasCutOff() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(1, 1));
            epochs.save(new StoredEpochs(2, 2));
        }
        byte[] before = Files.readAllBytes(file());
        try (EpochSlots slots = EpochSlots.open(file())) {
            slots.write(new StoredEpochs(3, 3));
        }
        byte[] after = Files.readAllBytes(file());
        int from = before.length;
        for (int i = before.length - 1; i >= 0; i--) {
            from = before[i] == after[i] ? from : i;
        }
        for (int written = from; written < from + 48; written++) {
            byte[] cut = before.clone();
            System.arraycopy(after, from, cut, from, written - from);
            Files.write(file(), cut);
            try (EpochSlots slots = EpochSlots.open(file())) {
                StoredEpochs loaded = slots.loaded();
                assertTrue(
                        loaded.equals(new StoredEpochs(2, 2)) || loaded.equals(new StoredEpochs(3, 3)),
                        "after " + written + " bytes: " + loaded);
            }
        }
    }

    @Test
    void shouldSayTheSameAfterARehearsal() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(2, 3));
        }
        byte[] before = Files.readAllBytes(file());
        try (EpochFile epochs = open()) {
            byte[] opened = Files.readAllBytes(file());
            epochs.rehearse(3);
            assertArrayEquals(opened, Files.readAllBytes(file()));
            epochs.save(new StoredEpochs(4, 4)); // what is prepared
            epochs.save(new StoredEpochs(2, 9)); // what is not
        }
        assertFalse(Arrays.equals(before, Files.readAllBytes(file())), "a save is seen");
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(2, 9), epochs.loaded());
        }
    }

    @Test
    void shouldWriteNothingWhenItRehearsesAfterASaveThatFailed() throws Exception {
        Path away = file().resolveSibling("away");
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(1, 1));
            Files.move(file(), away);
            epochs.save(new StoredEpochs(2, 2));
            epochs.rehearse(1);
            Files.move(away, file());
            byte[] before = Files.readAllBytes(file());
            epochs.rehearse(3);
            assertArrayEquals(before, Files.readAllBytes(file()));
        }
    }

    @Test
    void shouldSaveWhatIsNewAfterARehearsalThatCameLater() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(2, 3));
            epochs.rehearse(3);
            epochs.save(new StoredEpochs(3, 3));
        }
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(3, 3), epochs.loaded());
        }
    }

    @Test
    void shouldSayThatItCouldNotRehearse() throws Exception {
        try (EpochFile epochs = open()) {
            Files.delete(file());
            IOException e = assertThrows(IOException.class, () -> epochs.rehearse(1));
            assertTrue(e.getMessage().contains(file().toString()), e.getMessage());
        }
    }

    @Test
    void shouldNotTouchTheLastGoodOneAfterASaveThatFailed() throws Exception {
        try (EpochFile epochs = open()) {
            epochs.save(new StoredEpochs(1, 1));
        }
        Path away = file().resolveSibling("away");
        try (EpochSlots slots = EpochSlots.open(file())) {
            Files.move(file(), away);
            for (int i = 0; i < 3; i++) {
                IOException e = assertThrows(IOException.class, () -> slots.write(new StoredEpochs(2, 2)));
                assertTrue(e.toString().contains(file().toString()), e.toString());
            }
            Files.writeString(file(), "another one");
            assertThrows(IOException.class, () -> slots.write(new StoredEpochs(2, 2)));
            Files.move(away, file(), StandardCopyOption.REPLACE_EXISTING);
            slots.write(new StoredEpochs(1, 3));
        }
        try (EpochFile epochs = open()) {
            assertEquals(new StoredEpochs(1, 3), epochs.loaded());
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(file().getParent())) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
