package io.lockstep.benchmarks.performance.paced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lockstep.nf.testkit.AllocationProbe;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PacketBurst;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The source and the sink of a paced node, without the node between them. */
class PacedPortsTest {
    private static final int BUFFERS = 64;
    private static final int BURST = 32;
    private static final int FRAME_BYTES = 64;
    private static final int ROUNDS = 20_000;

    private final Arena arena = Arena.ofConfined();
    private final BufferStack pool = new BufferStack(arena, BUFFERS);
    private final PacketBurst burst = new PacketBurst(arena, BURST);
    private final Recording recording = new Recording(1, 16);
    private final PacedSource source = new PacedSource(pool, frames(10), 0, 1, recording);
    private final StampSink sink = new StampSink(pool, recording);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldRecordEachPacketOnceWhenItIsSent() {
        source.pace(System.nanoTime(), Double.POSITIVE_INFINITY);

        assertEquals(BURST, source.receive(burst, BURST));
        assertEquals(BUFFERS - BURST, pool.available());
        assertEquals(BURST, sink.transmit(burst, 0, BURST));

        assertEquals(BURST, recording.latencies().getTotalCount());
        assertEquals(BUFFERS, pool.available());
    }

    @Test
    void shouldCountTheTimeSinceThePacketWasDueWhenItWasFetchedLate() {
        long secondNs = 1_000_000_000L;
        source.pace(System.nanoTime() - secondNs, 10);

        assertEquals(1, source.receive(burst, 1));
        sink.transmit(burst, 0, 1);

        assertTrue(recording.latencies().getMinValue() >= secondNs * 99 / 100, "the oldest packet is a second late");
    }

    @Test
    void shouldReceiveNothingWhenThereAreNoBuffers() {
        assertTrue(pool.allocate(new PacketBurst(arena, BUFFERS), BUFFERS));
        source.pace(System.nanoTime(), Double.POSITIVE_INFINITY);

        assertEquals(0, source.receive(burst, BURST));
    }

    @Test
    void shouldWriteToTheRecordingThatIsSet() {
        Recording next = new Recording(1, 16);
        source.pace(System.nanoTime(), Double.POSITIVE_INFINITY);
        source.record(next);
        sink.record(next);
        source.receive(burst, BURST);
        sink.transmit(burst, 0, BURST);

        assertEquals(0, recording.latencies().getTotalCount());
        assertEquals(BURST, next.latencies().getTotalCount());
    }

    @Test
    void shouldHandOutAllFlowsInTurn() {
        FlowFrames frames = frames(10);
        Set<Long> flows = new HashSet<>();
        long address = arena.allocate(FRAME_BYTES).address();
        for (int i = 0; i < 10; i++) {
            frames.next(address, i);
            assertEquals(i, Memory.getLong(address + FlowFrames.STAMP));
            flows.add((long) Memory.getInt(address + 26) << 32 | Memory.getUnsignedShort(address + 34));
        }
        assertEquals(10, flows.size());
    }

    @Test
    void shouldAnswerRequestsOfTheNodeAndNotItsAnnouncements() {
        arpFrame(1, 7, 7);
        sink.transmit(burst, 0, 1);
        assertEquals(0, sink.receive(burst, BURST), "an announcement wants no answer");

        arpFrame(1, 7, 9);
        sink.transmit(burst, 0, 1);
        assertEquals(1, sink.receive(burst, BURST));
        long answer = burst.address(0);
        assertEquals(2, Memory.getUnsignedByte(answer + 21), "a reply");
        assertEquals(9, Memory.getInt(answer + 28), "in the name of whom the request asked for");
        assertEquals(7, Memory.getInt(answer + 38), "to whom asked");
        assertEquals(0, sink.receive(burst, BURST), "once");
        assertFalse(recording.latencies().getTotalCount() > 0, "ARP is no packet of the load");
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        source.pace(System.nanoTime(), Double.POSITIVE_INFINITY);
        long least = AllocationProbe.leastBytes(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                sink.transmit(burst, 0, source.receive(burst, BURST));
                recording.cycle(0, 1, i);
                recording.round(i);
                recording.pauses().add(1, 100, 100, 5, 95, 6);
            }
        });
        assertEquals(0, least, "bytes allocated in " + ROUNDS + " bursts");
    }

    private FlowFrames frames(int flows) {
        return new FlowFrames(arena, PacedPorts.INSIDE_MAC, FRAME_BYTES, flows, 0, 1);
    }

    /** An ARP frame of the node in the burst's first place; addresses as they lie in memory. */
    private void arpFrame(int operation, int senderAddress, int targetAddress) {
        assertTrue(pool.allocate(burst, 1));
        long frame = burst.address(0);
        Memory.putShort(frame + 12, 0x0608);
        Memory.putByte(frame + 20, 0);
        Memory.putByte(frame + 21, operation);
        Memory.putInt(frame + 28, senderAddress);
        Memory.putInt(frame + 38, targetAddress);
        burst.set(0, burst.handle(0), frame, 60);
    }
}
