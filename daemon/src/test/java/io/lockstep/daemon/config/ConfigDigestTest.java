package io.lockstep.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ConfigDigestTest {
    @Test
    void shouldNotDependOnOrderOfKeysCommentsQuotesOrFormatting() {
        String digest = digest("a: 1\nb:\n  c: [x, y]\n  d: lan\n");

        assertEquals(digest, digest("# comment\nb: { d: \"lan\", c: ['x',   y] } # another\na: 1\n"));
        assertEquals(64, digest.length());
    }

    /** The two nodes may run different builds during an upgrade: the form must not change unnoticed. */
    @Test
    void shouldStayTheSameAcrossBuilds() throws Exception {
        byte[] canonical = {'m', 0, 0, 0, 1, 0, 0, 0, 1, 'a', 'l', 0, 0, 0, 2, 's', 0, 0, 0, 1, '1', 'n'};

        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical)), digest("a: [1, ~]"));
    }

    @Test
    void shouldDependOnEveryValueAndOnTheOrderOfLists() {
        String digest = digest("a: 1\nb: [x, y]\n");

        assertNotEquals(digest, digest("a: 2\nb: [x, y]\n"));
        assertNotEquals(digest, digest("a: 1\nb: [y, x]\n"));
        assertNotEquals(digest, digest("a: 1\nc: [x, y]\n"));
        assertNotEquals(digest, digest("a: 1\n"));
        assertNotEquals(digest("a: \"\""), digest("a:"));
        assertNotEquals(digest("a: [b, c]"), digest("a: [bc]"));
        assertNotEquals(digest("a: { b: c }"), digest("a: [b, c]"));
    }

    private static String digest(String text) {
        return ConfigDigest.of(YamlReader.read("a.yaml", text, new Problems()).orElseThrow());
    }
}
