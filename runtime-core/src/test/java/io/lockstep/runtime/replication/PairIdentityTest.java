package io.lockstep.runtime.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairIdentityTest {
    private static PairIdentity of(String... namesAndValues) {
        List<PairIdentity.Entry> entries = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.add(new PairIdentity.Entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new PairIdentity(entries);
    }

    @Test
    void shouldFindNoDifferenceWhenAllEntriesAgree() {
        assertEquals(
                Optional.empty(), of("workers", "2", "owners", "1").differenceTo(of("workers", "2", "owners", "1")));
    }

    @Test
    void shouldNameBothValuesWhenAnEntryDiffers() {
        assertEquals(
                Optional.of("workers is 2 here and 4 on the peer"),
                of("workers", "2", "owners", "1").differenceTo(of("workers", "4", "owners", "2")));
    }

    @Test
    void shouldNameTheEntryThatOneSideLacks() {
        assertEquals(
                Optional.of("owners is missing on the peer"),
                of("workers", "2", "owners", "1").differenceTo(of("workers", "2")));
        assertEquals(
                Optional.of("owners is missing here"),
                of("workers", "2").differenceTo(of("workers", "2", "owners", "1")));
    }

    @Test
    void shouldNameBothEntriesWhenTheOrderDiffers() {
        assertEquals(
                Optional.of("\"workers\" here stands where the peer has \"owners\""),
                of("workers", "2").differenceTo(of("owners", "2")));
    }

    @Test
    void shouldRefuseMoreThanItsBounds() {
        PairIdentity.Entry entry = new PairIdentity.Entry("n", "v");
        assertThrows(
                IllegalArgumentException.class,
                () -> new PairIdentity(Collections.nCopies(PairIdentity.MAX_ENTRIES + 1, entry)));
        String longText = "x".repeat(PairIdentity.MAX_TEXT + 1);
        assertThrows(IllegalArgumentException.class, () -> of(longText, "v"));
        assertThrows(IllegalArgumentException.class, () -> of("n", longText));
    }
}
