package io.lockstep.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lockstep.nf.packet.Tcp;
import io.lockstep.nf.state.FlowTable;
import io.lockstep.nf.testkit.NativeRegions;
import org.junit.jupiter.api.Test;

/** RFC 5382, REQ-5; RFC 7857, section 2. */
class TcpTrackerTest {
    private static final long ESTABLISHED = 7_440;
    private static final long TRANSITORY = 240;
    private static final long UNCHANGED = Long.MAX_VALUE;
    private static final long SERVER = Endpoint.of(0xc6336409, 80, 6);
    private static final long OTHER = Endpoint.of(0xc6336477, 80, 6);

    private final NativeRegions regions = new NativeRegions();
    private final FlowTable table = FlowTable.create(regions, "mappings", 4, MappingLayout.BYTES);
    private final TcpTracker tracker = new TcpTracker(table, new Timeouts(0, ESTABLISHED, TRANSITORY, 0));
    private final int mapping = table.insert(1, 0, 1);

    @Test
    void shouldBeTransitoryUntilBothSidesHaveSpoken() {
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.SYN));
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.SYN));
        assertEquals(UNCHANGED, tracker.inbound(mapping, SERVER, Tcp.SYN | Tcp.ACK));
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }

    @Test // after a restart the NAT sees no SYN
    void shouldEstablishAConnectionThatItSeesInTheMiddle() {
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.ACK));
        tracker.inbound(mapping, SERVER, Tcp.ACK);
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }

    @Test
    void shouldStayEstablishedWhileHalfClosed() {
        establish();
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.FIN | Tcp.ACK));
        assertEquals(UNCHANGED, tracker.inbound(mapping, SERVER, Tcp.ACK));
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }

    @Test
    void shouldBeTransitoryOnceBothSidesHaveClosed() {
        establish();
        tracker.outbound(mapping, SERVER, Tcp.FIN | Tcp.ACK);
        assertEquals(TRANSITORY, tracker.inbound(mapping, SERVER, Tcp.FIN | Tcp.ACK));
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.ACK), "the last ACK");
    }

    @Test
    void shouldBeTransitoryAfterAResetUntilDataShowsThatItWasForged() {
        establish();
        assertEquals(TRANSITORY, tracker.inbound(mapping, SERVER, Tcp.RST));
        assertEquals(TRANSITORY, tracker.lifetime(mapping));
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }

    @Test
    void shouldStartAgainWithASynAfterTheEnd() {
        establish();
        tracker.outbound(mapping, SERVER, Tcp.RST);
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.SYN));
        tracker.inbound(mapping, SERVER, Tcp.SYN | Tcp.ACK);
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }

    @Test
    void shouldFollowTheNextConnectionOnceTheFirstHasClosed() {
        establish();
        tracker.outbound(mapping, SERVER, Tcp.RST);
        assertEquals(TRANSITORY, tracker.outbound(mapping, OTHER, Tcp.SYN));
        tracker.inbound(mapping, OTHER, Tcp.SYN | Tcp.ACK);
        tracker.inbound(mapping, OTHER, Tcp.FIN);
        assertEquals(TRANSITORY, tracker.outbound(mapping, OTHER, Tcp.FIN | Tcp.ACK), "followed to its end");
    }

    @Test
    void shouldNotCutAConnectionOffBecauseItsNeighbourCloses() {
        establish();
        assertEquals(ESTABLISHED, tracker.outbound(mapping, OTHER, Tcp.SYN), "shared from here on");
        assertEquals(UNCHANGED, tracker.inbound(mapping, SERVER, Tcp.RST));
        assertEquals(ESTABLISHED, tracker.outbound(mapping, OTHER, Tcp.FIN));
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.RST));
    }

    @Test
    void shouldNotTakeTheEndOfAnEarlierConnectionForASecondOne() {
        establish();
        tracker.outbound(mapping, SERVER, Tcp.RST);
        tracker.outbound(mapping, OTHER, Tcp.SYN);
        assertEquals(TRANSITORY, tracker.outbound(mapping, SERVER, Tcp.RST));
        assertEquals(TRANSITORY, tracker.lifetime(mapping), "not shared");
    }

    @Test
    void shouldLetNoStrangerChangeAnything() {
        establish();
        assertEquals(UNCHANGED, tracker.inbound(mapping, OTHER, Tcp.RST));
        assertEquals(UNCHANGED, tracker.inbound(mapping, OTHER, Tcp.SYN));
        assertEquals(ESTABLISHED, tracker.lifetime(mapping));
    }

    private void establish() {
        tracker.outbound(mapping, SERVER, Tcp.SYN);
        tracker.inbound(mapping, SERVER, Tcp.SYN | Tcp.ACK);
        assertEquals(ESTABLISHED, tracker.outbound(mapping, SERVER, Tcp.ACK));
    }
}
