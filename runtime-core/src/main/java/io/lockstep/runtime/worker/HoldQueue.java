package io.lockstep.runtime.worker;

import io.lockstep.nf.PacketContext;
import io.lockstep.nf.packet.Packet;
import io.lockstep.runtime.counters.Loss;

/**
 * Output that a primary holds until the backup has executed its record ({@code release: primary}).
 *
 * <p>First in, first out, in the order of the verdicts: that is the order in which a node without a pair sends. Acknowledgements are
 * a prefix of the ordinals, and verdicts are at most the in-flight limit out of order, so what the head waits for always comes.
 *
 * <p>Never overflows: an input starts only while there is room for the most output that it and all others in flight may make
 * ({@link #room}). So a full queue leaves packets in the NIC, and inputs in flight always come to their verdict, which is what the
 * acknowledgements wait for. The queue owns the buffers in it. Worker thread only.
 */
final class HoldQueue {
    /** Packets that are sent in one duty cycle. */
    static final int RELEASE_LIMIT = 256;
    /** Places for each context: enough for a full window and three more of held packets. */
    static final int PLACES_PER_CONTEXT = 8;

    private static final int MOST_OUTPUT = 1 + PacketContext.EXTRA_PACKETS;

    private final WorkerPort[] ports;
    private final WorkerBuffers buffers;
    private final int mask;
    private final long[] ordinals;
    private final long[] handles;
    private final long[] addresses;
    private final long[] freshAddresses;
    private final int[] lengths;
    private final int[] outputPorts;
    private long head;
    private long tail;

    /** Makes a queue of {@code capacity} places, a power of two; 0 on a node that never holds. */
    HoldQueue(WorkerPort[] ports, WorkerBuffers buffers, int capacity) {
        this.ports = ports;
        this.buffers = buffers;
        this.mask = capacity - 1;
        this.ordinals = new long[capacity];
        this.handles = new long[capacity];
        this.addresses = new long[capacity];
        this.freshAddresses = new long[capacity];
        this.lengths = new int[capacity];
        this.outputPorts = new int[capacity];
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return (int) (tail - head);
    }

    /** How many more inputs may start beside those in flight. */
    int room(int inputsInFlight) {
        return mask < 0 ? Integer.MAX_VALUE : (mask + 1 - size()) / MOST_OUTPUT - inputsInFlight;
    }

    /** Takes a packet and its buffer. */
    void add(long ordinal, int port, Packet packet) {
        if (size() > mask) {
            throw new IllegalStateException("the hold queue is full: an input started without room for its output");
        }
        int i = (int) tail & mask;
        ordinals[i] = ordinal;
        outputPorts[i] = port;
        handles[i] = packet.handle();
        addresses[i] = packet.address();
        lengths[i] = packet.length();
        freshAddresses[i] = buffers.freshAddress(packet);
        tail++;
    }

    /** Sends packets of inputs before {@code ordinal}, as fast as their ports take them; returns how many. */
    int release(long ordinal) {
        int released = 0;
        while (head < tail && released < RELEASE_LIMIT) {
            int i = (int) head & mask;
            WorkerPort port = ports[outputPorts[i]];
            if (ordinals[i] >= ordinal || !port.takesMore()) {
                break;
            }
            port.send(handles[i], addresses[i], lengths[i], freshAddresses[i]);
            head++;
            released++;
        }
        return released;
    }

    /** Loses all: the node may release nothing more. */
    void discard() {
        while (head < tail) {
            int i = (int) head & mask;
            ports[outputPorts[i]].lose(handles[i], freshAddresses[i], Loss.DISCARDED);
            head++;
        }
    }
}
