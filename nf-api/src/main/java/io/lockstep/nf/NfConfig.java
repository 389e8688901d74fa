package io.lockstep.nf;

import java.time.Duration;
import java.util.List;

/**
 * A section of the configuration, read by typed getters.
 *
 * <p>A missing key without default, a wrong type or a value out of range throws {@link NfConfigException} with the place in
 * the file. The keys that were asked for are the keys that exist: after opening, the daemon refuses any other as unknown.
 */
public interface NfConfig {
    /** Whether the key is present. Also makes the key known. */
    boolean has(String key);

    /** A string. */
    String string(String key);

    /** A string or a default. */
    String string(String key, String fallback);

    /** A whole number within bounds, inclusive. */
    long number(String key, long fallback, long min, long max);

    /** A boolean. */
    boolean flag(String key, boolean fallback);

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 2h4m}, within bounds, inclusive. */
    Duration duration(String key, Duration fallback, Duration min, Duration max);

    /** An IPv4 address as a big-endian int. */
    int ipv4(String key);

    /** The name of a configured port, as that port. */
    PortInfo port(String key);

    /** A list of strings; empty where the key is missing. */
    List<String> strings(String key);

    /** A list of sections; empty where the key is missing. */
    List<NfConfig> sections(String key);

    /** A sub-section; an empty one where the key is missing. */
    NfConfig section(String key);

    /** Makes the exception to throw for a value that this function cannot serve; says where {@code key} stands. */
    NfConfigException error(String key, String message);
}
