package io.lockstep.daemon.config;

import io.lockstep.nf.PortInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One item of {@code ports}.
 *
 * @param index position in the list, from 0
 * @param name unique
 * @param device name or PCI address of the ethdev
 * @param vdev the {@code --vdev} argument that creates the device
 * @param address the port's own address; empty: transparent
 * @param additionalAddresses further addresses that the port answers for, big-endian
 * @param gateway next hop of what is not in the connected network, big-endian
 * @param mac replaces the device's own
 * @param promiscuous whether frames for other MAC addresses are received
 * @param mtu largest IP packet that leaves the port
 * @param peer port to which a chain that passes to its end sends
 * @param rxDescriptors per queue
 * @param txDescriptors per queue
 * @param chain names of the functions that packets from this port go through, in order
 */
public record PortSettings(
        int index,
        String name,
        String device,
        Optional<String> vdev,
        Optional<Ipv4Prefix> address,
        List<Integer> additionalAddresses,
        OptionalInt gateway,
        Optional<MacAddress> mac,
        boolean promiscuous,
        int mtu,
        Optional<String> peer,
        int rxDescriptors,
        int txDescriptors,
        List<String> chain) {
    /** Most ports of a node, the limit that DPDK is built with by default. */
    static final int MAX_PORTS = 32;
    /** What a frame has beside its IP packet: Ethernet header and one VLAN tag. */
    static final int FRAME_OVERHEAD_BYTES = 18;

    private static final int MIN_MTU = 68; // RFC 791, section 3.2
    private static final int MAX_MTU = DpdkSettings.MAX_BUFFER_BYTES - FRAME_OVERHEAD_BYTES;

    /** Copies the lists. */
    public PortSettings {
        additionalAddresses = List.copyOf(additionalAddresses);
        chain = List.copyOf(chain);
    }

    /** What network functions may know of the port. */
    public PortInfo info() {
        List<Integer> addresses = address.map(
                        own -> Stream.concat(Stream.of(own.address()), additionalAddresses.stream())
                                .toList())
                .orElse(List.of());
        return new PortInfo(
                index, name, addresses, address.map(Ipv4Prefix::length).orElse(0), mtu);
    }

    static PortSettings read(Section port, int index, List<String> allFunctions) {
        String name = port.required("name", "a name such as lan", Values::name);
        String device = port.required("device", "a DPDK device such as 0000:03:00.0 or net_af_packet0", Values::text);
        Optional<String> vdev = port.optional("vdev", Values::text);
        boolean transparent = !port.has("address");
        return new PortSettings(
                index,
                name,
                device,
                vdev,
                port.optional("address", Values::prefix),
                port.list("additional-addresses", "a list of IPv4 addresses", PortSettings::hostAddress),
                port.optional("gateway", PortSettings::hostAddress)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                port.optional("mac", Values::mac),
                port.read("promiscuous", transparent, Values::flag),
                port.read("mtu", 1500, value -> Values.integer(value, MIN_MTU, MAX_MTU)),
                port.optional("peer", Values::name),
                port.read("rx-descriptors", 1024, value -> Values.integer(value, 32, 32768)),
                port.read("tx-descriptors", 1024, value -> Values.integer(value, 32, 32768)),
                port.has("chain") ? port.list("chain", "a list of function names", Values::name) : allFunctions);
    }

    private static int hostAddress(YamlValue value) throws ValueException {
        return Values.parsed(value, "an IPv4 address such as 10.0.0.1", text -> {
            int address = Ipv4.parse(text);
            Ipv4.requireHost(address);
            return address;
        });
    }

    /** The same port with its peer. */
    PortSettings withPeer(String peerName) {
        return new PortSettings(
                index,
                name,
                device,
                vdev,
                address,
                additionalAddresses,
                gateway,
                mac,
                promiscuous,
                mtu,
                Optional.of(peerName),
                rxDescriptors,
                txDescriptors,
                chain);
    }

    /** Two ports without a peer each are each other's. */
    static List<PortSettings> withDefaultPeers(List<PortSettings> ports) {
        if (ports.size() != 2) {
            return ports;
        }
        return IntStream.range(0, 2)
                .mapToObj(i -> {
                    PortSettings port = ports.get(i);
                    String other = ports.get(1 - i).name();
                    return port.peer().isPresent() || other == null || other.equals(port.name())
                            ? port
                            : port.withPeer(other);
                })
                .toList();
    }
}
