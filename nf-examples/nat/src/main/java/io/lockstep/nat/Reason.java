package io.lockstep.nat;

/** Why the NAT drops a packet. The names are part of its interface: they are counters. */
enum Reason {
    TRUNCATED("truncated", "The frame is shorter than its headers say."),
    UNSUPPORTED_ETHERTYPE("unsupported-ethertype", "Not IPv4: IPv6 and VLAN tags are not translated."),
    MALFORMED("malformed", "A length, version or offset in the headers contradicts the others."),
    BAD_CHECKSUM(
            "bad-checksum", "The checksum of the IPv4 header, of an ICMP error or of the header it quotes is wrong."),
    UNSUPPORTED_PROTOCOL("unsupported-protocol", "Neither TCP nor UDP nor ICMP."),
    UNSUPPORTED_ICMP("unsupported-icmp", "An ICMP type that does not cross a NAT, such as a redirect."),
    MARTIAN_SOURCE("martian-source", "The source address cannot be where the packet came from."),
    UNROUTABLE_DESTINATION("unroutable-destination", "A broadcast, multicast or reserved destination address."),
    NOT_FOR_NAT("not-for-nat", "Came from outside for an address that is not the NAT's."),
    TO_NAT_ITSELF("to-nat-itself", "For an address of the NAT itself, which answers nothing but ping."),
    NO_MAPPING("no-mapping", "For an external port that no inside host uses."),
    FILTERED("filtered", "For a mapped port, but from a sender that the filtering does not admit."),
    TABLE_FULL("table-full", "A new flow found all max-flows mappings in use: raise max-flows."),
    POOL_EMPTY("pool-empty", "A new flow found no free external port: add external addresses."),
    SESSIONS_FULL("sessions-full", "A new peer found all max-sessions sessions in use: raise max-sessions."),
    FRAGMENT_UNKNOWN("fragment-unknown", "A later fragment came before its first fragment, or too long after it."),
    FRAGMENTS_FULL("fragments-full", "A fragmented packet found all max-fragments places in use."),
    FRAGMENT_UNSUPPORTED("fragment-unsupported", "A fragment of an ICMP error or of a packet to the NAT itself."),
    ICMP_ERROR_UNMATCHED("icmp-error-unmatched", "An ICMP error that quotes no packet of a known mapping."),
    TTL_EXPIRED("ttl-expired", "The time to live ran out here; the sender was told if the rate allowed."),
    MTU_EXCEEDED(
            "mtu-exceeded", "Too big for the port it should leave by, and not to be, or too big to be, fragmented.");

    private final String counter;
    private final String description;

    Reason(String counter, String description) {
        this.counter = counter;
        this.description = description;
    }

    private static final Reason[] ALL = values();

    /** The reason as a number above 0, so that a value slot can carry it; 0 is {@link Slots#OK}. Same build, same numbers. */
    @SuppressWarnings("EnumOrdinal")
    int status() {
        return ordinal() + 1;
    }

    static Reason ofStatus(int status) {
        return ALL[status - 1];
    }

    String counter() {
        return counter;
    }

    String description() {
        return description;
    }
}
