package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.NativeRegions;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4787, REQ-3 and REQ-4; RFC 6056. Beside a model, through pools that fill up and empty again. */
class PortAllocatorTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ADDRESSES = 2;
    private static final int EXTERNAL = 0xcb007101;

    private final NativeRegions regions = new NativeRegions();

    @ParameterizedTest(name = "seed {0}, protocol {1}, ports {2} to {3}")
    @CsvSource({
        "1, 17, 2000, 2099",
        "2, 6, 2000, 2099",
        "3, 17, 1024, 65535",
        "4, 1, 1024, 65535",
        "5, 17, 65530, 65535",
        "6, 6, 1, 5",
        "7, 17, 4097, 4097",
        "8, 17, 31, 33",
        "9, 6, 16, 47",
        "10, 17, 1000, 1100"
    })
    void shouldGiveEveryPortOnceAndFindWhatIsFree(long seed, int protocol, int minPort, int maxPort) {
        Random random = new Random(seed);
        ExternalIndex index = new ExternalIndex(regions, ADDRESSES);
        PortAllocator ports = allocator(regions, index, minPort, maxPort, seed);
        BitSet taken = new BitSet();
        int first = protocol == ICMP ? 0 : minPort;
        int last = protocol == ICMP ? 65_535 : maxPort;
        int count = last - first + 1;
        for (int round = 0; round < 3; round++) {
            while (taken.cardinality() < count) {
                long inside = Endpoint.of(random.nextInt(), random.nextInt(1 << 16), protocol);
                int port = ports.choose(1, inside);
                checkChoice(taken, first, last, inside, port);
                take(ports, port, protocol);
                taken.set(port);
            }
            assertEquals(PortAllocator.NONE, ports.choose(1, Endpoint.of(7, random.nextInt(1 << 16), protocol)));
            int give = round == 2 ? count : 1 + random.nextInt(count);
            for (int i = 0; i < give; i++) {
                int port = taken.nextSetBit(random.nextInt(last + 1));
                port = port >= 0 ? port : taken.nextSetBit(0);
                ports.release(1, external(port, protocol));
                taken.clear(port);
            }
            for (int port = 0; port < ExternalIndex.PORTS; port++) {
                assertTrue(ports.laneIsRight(pool(protocol), port), "lane of " + port);
            }
        }
        NativeRegions fresh = new NativeRegions();
        allocator(fresh, new ExternalIndex(fresh, ADDRESSES), minPort, maxPort, seed);
        assertEquals(Optional.empty(), regions.firstDifference(fresh), "all given back leaves nothing behind");
    }

    @Test
    void shouldKeepAPromisedPortOutsideOfTheRange() {
        ExternalIndex index = new ExternalIndex(regions, ADDRESSES);
        PortAllocator ports = allocator(regions, index, 2000, 2001, 1);
        take(ports, 80, TCP);
        assertEquals(0, index.entry(pool(TCP), 80));
        take(ports, 2000, TCP);
        take(ports, 2001, TCP);
        assertEquals(PortAllocator.NONE, ports.choose(1, Endpoint.of(7, 81, TCP)));
    }

    @Test
    void shouldSpreadOverTheRangeAsTheSecretHasIt() {
        PortAllocator ports = allocator(regions, new ExternalIndex(regions, ADDRESSES), 1024, 65_535, 1);
        NativeRegions others = new NativeRegions();
        PortAllocator other = allocator(others, new ExternalIndex(others, ADDRESSES), 1024, 65_535, 2);
        take(ports, 5000, UDP);
        take(other, 5000, UDP);
        BitSet lines = new BitSet();
        int same = 0;
        int hosts = 1000;
        for (int host = 0; host < hosts; host++) {
            long inside = Endpoint.of(0x0a00_0000 + host, 5000, UDP);
            int port = ports.choose(1, inside);
            assertNotEquals(5000, port);
            lines.set(port / ExternalIndex.LINE_PORTS);
            same += port == other.choose(1, inside) ? 1 : 0;
        }
        // 1,000 random draws of 4,032 lines meet 886 different ones; of 32,256 ports, hardly any is drawn twice in the
        // same place.
        assertTrue(lines.cardinality() > 800, "lines: " + lines.cardinality());
        assertTrue(same < 10, "equal with another secret: " + same);
    }

    @Test
    void shouldNameThePlaceOfThePortThatItWillChoose() {
        ExternalIndex index = new ExternalIndex(regions, ADDRESSES);
        PortAllocator ports = allocator(regions, index, 1024, 65_535, 1);
        for (int protocol : new int[] {TCP, UDP, ICMP}) {
            for (int round = 0; round < 3; round++) {
                long inside = Endpoint.of(0x0a00_0002 + round, 5000, protocol);
                int port = ports.choose(1, inside);
                assertEquals(round == 0, port == 5000);
                assertEquals(index.address(pool(protocol), 5000), ports.prefetchWanted(1, inside));
                assertEquals(
                        round == 0 ? 0 : index.address(pool(protocol), port),
                        ports.prefetchStart(1, inside),
                        "the search");
                take(ports, port, protocol);
            }
        }
    }

    private static void checkChoice(BitSet taken, int first, int last, long inside, int port) {
        int wanted = Endpoint.port(inside);
        assertTrue(port >= first && port <= last && !taken.get(port), "port " + port);
        if (wanted >= first && wanted <= last && !taken.get(wanted)) {
            assertEquals(wanted, port, "the host's own");
        } else if (Endpoint.protocol(inside) == UDP && parityIsFree(taken, first, last, wanted & 1)) {
            assertEquals(wanted & 1, port & 1, "parity");
        }
    }

    private static boolean parityIsFree(BitSet taken, int first, int last, int parity) {
        for (int port = first; port <= last; port++) {
            if ((port & 1) == parity && !taken.get(port)) {
                return true;
            }
        }
        return false;
    }

    private static PortAllocator allocator(
            NativeRegions regions, ExternalIndex index, int minPort, int maxPort, long seed) {
        PortAllocator ports = new PortAllocator(regions, ADDRESSES, minPort, maxPort, index);
        ports.seed(seed);
        return ports;
    }

    private static void take(PortAllocator ports, int port, int protocol) {
        ports.take(1, external(port, protocol), 0);
    }

    private static long external(int port, int protocol) {
        return Endpoint.of(EXTERNAL, port, protocol);
    }

    private static int pool(int protocol) {
        return ExternalIndex.pool(1, Endpoint.protocolIndex(protocol));
    }
}
