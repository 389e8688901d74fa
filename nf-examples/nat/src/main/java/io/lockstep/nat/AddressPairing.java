package io.lockstep.nat;

import java.util.List;

/**
 * Which external address an inside host uses: always the same one ("paired", RFC 4787, REQ-2; RFC 7857, section 4).
 *
 * <p>The choice is computed, not stored: neighbouring inside addresses take the external addresses in turn, so that a network
 * of any size spreads evenly, and a host keeps its address when all its mappings are gone. It also lets a fragment without
 * ports be translated before its first fragment has been seen. Hosts with a static forward have the address of the forward.
 *
 * <p>Immutable.
 */
final class AddressPairing {
    private final int externalAddresses;
    private final AddressMap fixed;

    AddressPairing(int externalAddresses, List<StaticForward> statics) {
        this.externalAddresses = externalAddresses;
        this.fixed = new AddressMap(
                statics.stream()
                        .mapToInt(forward -> Endpoint.address(forward.inside()))
                        .toArray(),
                statics.stream().mapToInt(StaticForward::addressIndex).toArray());
    }

    int addressIndexOf(int insideAddress) {
        int index = fixed.get(insideAddress);
        return index != AddressMap.NONE ? index : Integer.remainderUnsigned(insideAddress, externalAddresses);
    }
}
