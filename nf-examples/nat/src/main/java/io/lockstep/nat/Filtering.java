package io.lockstep.nat;

/** Which outside senders may use a mapping (RFC 4787, section 5; RFC 5382, section 4.3). */
enum Filtering {
    /** All of them. Needs no state but the mapping. */
    ENDPOINT_INDEPENDENT("endpoint-independent"),
    /** Those on an address that the inside endpoint has sent to. */
    ADDRESS_DEPENDENT("address-dependent"),
    /** Those on an address and port that the inside endpoint has sent to. */
    ADDRESS_AND_PORT_DEPENDENT("address-and-port-dependent");

    private final String configName;

    Filtering(String configName) {
        this.configName = configName;
    }

    String configName() {
        return configName;
    }
}
