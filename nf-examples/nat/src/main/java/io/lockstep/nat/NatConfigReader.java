package io.lockstep.nat;

import io.lockstep.nf.NfConfig;
import io.lockstep.nf.NfConfigException;
import io.lockstep.nf.NfSetup;
import io.lockstep.nf.PortInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the {@code nat} section of the configuration and refuses what the NAT cannot serve. {@code docs/nat.md} lists it. */
final class NatConfigReader {
    private static final int MAX_EXTERNAL_ADDRESSES = 256;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_TABLE = 1 << 26;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final NfSetup setup;
    private final NfConfig config;

    private NatConfigReader(NfSetup setup) {
        this.setup = setup;
        this.config = setup.config();
    }

    static NatConfig read(NfSetup setup) {
        return new NatConfigReader(setup).read();
    }

    private NatConfig read() {
        List<PortInfo> inside = inside();
        PortInfo outside = addressed("outside", config.port("outside"));
        if (inside.stream().anyMatch(port -> port.index() == outside.index())) {
            throw config.error("outside", "port " + outside.name() + " is an inside port too: a port has one side");
        }
        List<Integer> external = externalAddresses(outside);
        int maxFlows = (int) config.number("max-flows", 1_000_000, 1, MAX_TABLE);
        int[] portRange = portRange();
        return new NatConfig(
                inside,
                outside,
                external,
                maxFlows,
                (int) config.number("max-sessions", Math.min(2L * maxFlows, MAX_TABLE), 1, MAX_TABLE),
                (int) config.number("max-fragments", 65_536, 1, MAX_TABLE),
                portRange[0],
                portRange[1],
                timeouts(config.section("timeouts")),
                filtering(),
                config.flag("inbound-refresh", false),
                (int) config.number("icmp-errors-per-second", 1_000, 0, 1_000_000),
                new StaticForwardReader(config, external, inside).read(maxFlows));
    }

    private List<PortInfo> inside() {
        List<PortInfo> ports = new ArrayList<>();
        for (String name : insideNames()) {
            PortInfo port = addressed("inside", named(name));
            if (ports.contains(port)) {
                throw config.error("inside", "port " + name + " is listed twice");
            }
            ports.add(port);
        }
        if (ports.isEmpty()) {
            throw config.error("inside", "name the port, or the list of ports, of the inside hosts");
        }
        return ports;
    }

    /** One name may stand without brackets. */
    private List<String> insideNames() {
        try {
            return config.strings("inside");
        } catch (NfConfigException notAList) {
            return List.of(config.string("inside"));
        }
    }

    private PortInfo named(String name) {
        return setup.ports().stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> config.error(
                        "inside",
                        "there is no port " + name + "; the ports are "
                                + setup.ports().stream().map(PortInfo::name).collect(Collectors.joining(", "))));
    }

    private PortInfo addressed(String key, PortInfo port) {
        if (port.transparent() || port.prefixLength() == 0) {
            throw config.error(
                    key, "port " + port.name() + " needs an address with a prefix length: a NAT is a router");
        }
        if (port.index() > 0xff) {
            throw config.error(key, "port " + port.name() + " is number " + port.index() + "; the NAT serves 0 to 255");
        }
        return port;
    }

    private List<Integer> externalAddresses(PortInfo outside) {
        List<Integer> addresses = new ArrayList<>();
        for (String text : config.strings("external-addresses")) {
            int address = Ipv4Text.parse(text);
            if (Ipv4Text.isMalformed(text) || !outside.addresses().contains(address)) {
                throw config.error(
                        "external-addresses",
                        text + " is not an address of port " + outside.name() + ", which has "
                                + Ipv4Text.join(outside.addresses()));
            }
            if (!addresses.contains(address)) {
                addresses.add(address);
            }
        }
        List<Integer> chosen = addresses.isEmpty() ? outside.addresses() : addresses;
        if (chosen.size() > MAX_EXTERNAL_ADDRESSES) {
            throw config.error(
                    "external-addresses", chosen.size() + " addresses; the NAT serves " + MAX_EXTERNAL_ADDRESSES);
        }
        return chosen;
    }

    private int[] portRange() {
        String text = config.string("port-range", "1024-65535");
        String[] ends = text.split("-", -1);
        if (ends.length == 2 && ends[0].matches("\\d{1,5}") && ends[1].matches("\\d{1,5}")) {
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[1]);
            if (from >= 1 && from <= to && to <= MAX_PORT) {
                return new int[] {from, to};
            }
        }
        throw config.error("port-range", text + " is not a range such as 1024-65535, from 1 to 65535");
    }

    private static Timeouts timeouts(NfConfig section) {
        return new Timeouts(
                timeout(section, "udp", Duration.ofMinutes(5), Duration.ofMinutes(2)),
                timeout(section, "tcp-established", Duration.ofMinutes(124), Duration.ofMinutes(124)),
                timeout(section, "tcp-transitory", Duration.ofMinutes(4), Duration.ofMinutes(4)),
                timeout(section, "icmp", Duration.ofSeconds(60), Duration.ofSeconds(60)));
    }

    /** The least values are what RFC 4787 REQ-5, RFC 5382 REQ-5 and RFC 5508 REQ-2 demand. */
    private static long timeout(NfConfig section, String key, Duration fallback, Duration least) {
        return section.duration(key, fallback, least, LONGEST).toNanos();
    }

    private Filtering filtering() {
        String name = config.string("filtering", Filtering.ENDPOINT_INDEPENDENT.configName());
        for (Filtering filtering : Filtering.values()) {
            if (filtering.configName().equals(name)) {
                return filtering;
            }
        }
        throw config.error(
                "filtering", name + " is none of endpoint-independent, address-dependent, address-and-port-dependent");
    }
}
