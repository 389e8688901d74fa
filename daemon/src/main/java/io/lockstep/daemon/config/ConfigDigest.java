package io.lockstep.daemon.config;

import io.lockstep.daemon.config.YamlValue.Entries;
import io.lockstep.daemon.config.YamlValue.Items;
import io.lockstep.daemon.config.YamlValue.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * SHA-256 over what a section says, whatever it looks like: the order of keys, comments, quotes, indentation and the place in
 * the file do not count; the order of a list does. A default that is written out counts as different from one left out.
 *
 * <p>Canonical form, by type: {@code 's' length text}, {@code 'n'} for an empty value, {@code 'l' count item...},
 * {@code 'm' count (key value)...} with keys sorted; lengths and counts as 32-bit big-endian, texts in UTF-8.
 */
public final class ConfigDigest {
    private final MessageDigest sha256;

    private ConfigDigest(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /** The digest in hexadecimal, 64 digits. */
    public static String of(YamlValue value) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new ConfigDigest(sha256).add(value);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private void add(YamlValue value) {
        switch (value) {
            case Scalar scalar when scalar.empty() -> sha256.update((byte) 'n');
            case Scalar scalar -> {
                sha256.update((byte) 's');
                add(scalar.text());
            }
            case Items items -> {
                sha256.update((byte) 'l');
                add(items.items().size());
                items.items().forEach(this::add);
            }
            case Entries entries -> {
                sha256.update((byte) 'm');
                add(entries.entries().size());
                new TreeMap<>(entries.entries()).forEach((key, entry) -> {
                    add(key);
                    add(entry.value());
                });
            }
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        sha256.update(bytes);
    }

    private void add(int number) {
        sha256.update(ByteBuffer.allocate(4).putInt(0, number));
    }
}
