package io.lockstep.runtime.replication;

import java.util.List;
import java.util.Optional;

/**
 * What both nodes of a pair must have in common to replay alike, as named values: workers, owners, in-flight limit, ports,
 * and for each network function its plugin's and its configuration's digest. Compared at the handshake.
 *
 * @param entries in the order in which differences are reported; names are unique
 */
public record PairIdentity(List<Entry> entries) {
    /** Most entries that a peer may send. */
    public static final int MAX_ENTRIES = 512;
    /** Most characters of a name or a value. */
    public static final int MAX_TEXT = 512;

    /** One named value. */
    public record Entry(String name, String value) {}

    /** Copies and checks the bounds. */
    public PairIdentity {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a pair identity has at most " + MAX_ENTRIES + " entries");
        }
        for (Entry entry : entries) {
            if (entry.name().length() > MAX_TEXT || entry.value().length() > MAX_TEXT) {
                throw new IllegalArgumentException("entry " + entry.name() + " is longer than " + MAX_TEXT);
            }
        }
    }

    /** The first difference to a peer's identity as a sentence that names both values; empty when they agree. */
    public Optional<String> differenceTo(PairIdentity peer) {
        int common = Math.min(entries.size(), peer.entries.size());
        for (int i = 0; i < common; i++) {
            Entry here = entries.get(i);
            Entry there = peer.entries.get(i);
            if (!here.name().equals(there.name())) {
                return Optional.of("\"" + here.name() + "\" here stands where the peer has \"" + there.name() + "\"");
            }
            if (!here.value().equals(there.value())) {
                return Optional.of(here.name() + " is " + here.value() + " here and " + there.value() + " on the peer");
            }
        }
        if (entries.size() > common) {
            return Optional.of(entries.get(common).name() + " is missing on the peer");
        }
        if (peer.entries.size() > common) {
            return Optional.of(peer.entries.get(common).name() + " is missing here");
        }
        return Optional.empty();
    }
}
