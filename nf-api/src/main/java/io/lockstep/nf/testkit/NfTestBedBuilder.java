package io.lockstep.nf.testkit;

import io.lockstep.nf.NetworkFunctionFactory;
import io.lockstep.nf.PortInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Describes a node for {@link NfTestBed}. Can build any number of beds, all alike. */
public final class NfTestBedBuilder {
    private static final int DEFAULT_MTU_BYTES = 1500;
    private static final int MAX_MTU_BYTES = 65_535;

    private final NetworkFunctionFactory factory;
    private final List<PortInfo> ports = new ArrayList<>();
    private final List<Integer> peers = new ArrayList<>();
    private final Map<String, Object> config = new HashMap<>();
    private String name;
    private int workers = 1;
    private int owners = 1;
    private int variableOwner;
    private int inFlightLimit = 64;
    private Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private long seed = 1;

    NfTestBedBuilder(NetworkFunctionFactory factory) {
        this.factory = factory;
        this.name = factory.type();
    }

    /** Names the instance; its type's name if this is not called. */
    public NfTestBedBuilder name(String instanceName) {
        name = instanceName;
        return this;
    }

    /** Adds a transparent port with an MTU of 1,500 bytes. */
    public NfTestBedBuilder port(String portName) {
        return port(portName, List.of(), 0, DEFAULT_MTU_BYTES);
    }

    /**
     * Adds a port with one address and an MTU of 1,500 bytes.
     *
     * @param addressAndPrefix for example {@code 192.0.2.1/24}
     */
    public NfTestBedBuilder port(String portName, String addressAndPrefix) {
        int slash = addressAndPrefix.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("port " + portName + ": '" + addressAndPrefix
                    + "' is no address with a prefix length such as 192.0.2.1/24");
        }
        int prefixLength = Integer.parseInt(addressAndPrefix.substring(slash + 1));
        return port(portName, List.of(addressAndPrefix.substring(0, slash)), prefixLength, DEFAULT_MTU_BYTES);
    }

    /**
     * Adds a port.
     *
     * @param addresses IPv4 addresses in dotted decimal, the port's own first; none for a transparent port
     * @param prefixLength length of the connected network's prefix, 0 to 32
     * @param mtuBytes largest IP packet that leaves the port
     */
    public NfTestBedBuilder port(String portName, List<String> addresses, int prefixLength, int mtuBytes) {
        if (ports.stream().anyMatch(port -> port.name().equals(portName))) {
            throw new IllegalArgumentException("port " + portName + " is added twice");
        }
        inRange("prefix length of port " + portName, prefixLength, 0, 32);
        inRange("MTU of port " + portName, mtuBytes, 68, MAX_MTU_BYTES);
        List<Integer> numbers = addresses.stream()
                .map(address -> number(portName, address).orElseThrow())
                .toList();
        ports.add(new PortInfo(ports.size(), portName, numbers, prefixLength, mtuBytes));
        peers.add(BedSpec.NO_PEER);
        return this;
    }

    /** Makes two ports each other's peer: where packets go that pass the end of the chain. */
    public NfTestBedBuilder peers(String onePort, String otherPort) {
        BedSpec spec = spec();
        peers.set(spec.port(onePort), spec.port(otherPort));
        peers.set(spec.port(otherPort), spec.port(onePort));
        return this;
    }

    /** Sets one key of the function's configuration; values as for {@link MapConfig}. */
    public NfTestBedBuilder config(String key, Object value) {
        config.put(key, value);
        return this;
    }

    /** Sets keys of the function's configuration. */
    public NfTestBedBuilder config(Map<String, ?> values) {
        config.putAll(values);
        return this;
    }

    /** Sets the number of workers, default 1. */
    public NfTestBedBuilder workers(int count) {
        workers = inRange("number of workers", count, 1, 64);
        return this;
    }

    /** Sets the number of state owners, default 1. */
    public NfTestBedBuilder owners(int count) {
        owners = inRange("number of owners", count, 1, 64);
        return this;
    }

    /** Sets the owner of the variables that are declared without one, default 0. */
    public NfTestBedBuilder variableOwner(int owner) {
        variableOwner = owner;
        return this;
    }

    /** Sets how many packets of one worker may be in flight, default 64. */
    public NfTestBedBuilder inFlightLimit(int packets) {
        inFlightLimit = inRange("in-flight limit", packets, 1, 1 << 16);
        return this;
    }

    /** Sets the clock's start, default 2026-01-01T00:00:00Z. */
    public NfTestBedBuilder startTime(Instant time) {
        start = time;
        return this;
    }

    /** Seeds the function's random numbers, the choice of workers and the interleaving. */
    public NfTestBedBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Opens the network function on a new node.
     *
     * @throws io.lockstep.nf.NfConfigException when the function refuses its configuration, or has not asked for a key of it
     */
    public NfTestBed build() {
        return new NfTestBed(spec());
    }

    BedSpec spec() {
        inRange("owner of variables", variableOwner, 0, owners - 1);
        long startNs = Math.addExact(Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L), start.getNano());
        return new BedSpec(
                factory,
                name,
                ports,
                peers,
                Collections.unmodifiableMap(new HashMap<>(config)),
                workers,
                owners,
                variableOwner,
                inFlightLimit,
                startNs,
                seed);
    }

    private static OptionalInt number(String portName, String address) {
        OptionalInt number = Ipv4Text.parse(address);
        if (number.isEmpty()) {
            throw new IllegalArgumentException("port " + portName + ": '" + address + "' is no IPv4 address");
        }
        return number;
    }

    private static int inRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + ", but must be " + min + " to " + max);
        }
        return value;
    }
}
