package io.lockstep.runtime.worker;

import io.lockstep.nf.PacketProcessor;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.link.LinkAction;
import io.lockstep.runtime.link.LinkFrames;
import io.lockstep.runtime.memory.Memory;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.replication.CheckPayload;
import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.replication.RecordRing;

/**
 * Takes packets from a worker's ports and starts them; on a protected primary it first copies each into the replication log.
 *
 * <p>Never takes more than there are contexts, window, log and room to hold output for, so that pressure stays in the NIC. Worker
 * thread only.
 */
final class PortInput {
    /** Most packets of one burst. */
    static final int BURST = 32;

    /** Most bursts of each port in one duty cycle. */
    private static final int ROUNDS = 8;
    /** Bursts that must fit the log before the next is taken: the second is for what the ends of the ring's chunks may waste. */
    private static final int ROOM_BURSTS = 2;

    private final WorkerPort[] ports;
    private final WorkerBuffers buffers;
    private final ContextPool contexts;
    private final WorkerCounters counters;
    private final RecordRing log;
    private final CompletionWindow window;
    private final HoldQueue held;
    private final ChainRunner chain;
    private final Verdicts verdicts;
    private final OutputRun run;
    private final int maxAccesses;
    private final int mostSlotBytes;
    private final PacketBurst burst;
    private long nextOrdinal;
    private int nextPort;
    private int burstLimit = BURST;

    PortInput(
            int maxAccesses,
            WorkerPort[] ports,
            WorkerBuffers buffers,
            ContextPool contexts,
            WorkerCounters counters,
            RecordRing log,
            CompletionWindow window,
            HoldQueue held,
            ChainRunner chain,
            Verdicts verdicts,
            OutputRun run,
            PacketBurst burst) {
        this.maxAccesses = maxAccesses;
        this.ports = ports;
        this.buffers = buffers;
        this.contexts = contexts;
        this.counters = counters;
        this.log = log;
        this.window = window;
        this.held = held;
        this.chain = chain;
        this.verdicts = verdicts;
        this.run = run;
        this.mostSlotBytes = mostSlotBytes(buffers.dataBytes(), maxAccesses);
        this.burst = burst;
    }

    /** The smallest log with which a packet is ever taken. */
    static int leastLogBytes(int bufferBytes, int maxAccesses) {
        return ROOM_BURSTS * BURST * mostSlotBytes(bufferBytes, maxAccesses);
    }

    private static int mostSlotBytes(int bufferBytes, int maxAccesses) {
        return RecordRing.slotBytes(RecordLayout.recordBytes(bufferBytes, maxAccesses));
    }

    /** Ordinal of the next input. */
    long nextOrdinal() {
        return nextOrdinal;
    }

    /**
     * Backup that becomes primary: goes on behind the last record. It begins with single packets and doubles from there: code that has
     * not run before is slow for a moment, and the first packet need not wait for a whole burst of them.
     */
    void continueFrom(long ordinal) {
        nextOrdinal = ordinal;
        burstLimit = 1;
    }

    /**
     * Receives from each port and starts the packets: one burst, and further ones while they come in full and their inputs end at once.
     * Where inputs wait for an owner or are streamed, others should have their turn first.
     */
    int poll(boolean streaming, long nowNs, long secret) {
        int work = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int received = pollOnce(streaming, nowNs, secret);
            work += received;
            if (received < BURST || streaming || !contexts.allFree()) {
                break;
            }
        }
        return work;
    }

    private int pollOnce(boolean streaming, long nowNs, long secret) {
        int work = 0;
        for (int i = 0; i < ports.length; i++) {
            int limit = Math.min(streaming ? roomInLog() : BURST, Math.min(contexts.free(), window.room(nextOrdinal)));
            if (limit <= 0) {
                return work;
            }
            limit = Math.min(limit, held.room(contexts.used()));
            if (limit <= 0) {
                counters.heldBack();
                return work;
            }
            int port = nextPort;
            // Not always the first one first: there may be contexts for one port only.
            nextPort = port + 1 < ports.length ? port + 1 : 0;
            int count = ports[port].queue().receive(burst, Math.min(limit, burstLimit));
            int accepted = start(ports[port], port, count, streaming, nowNs, secret);
            if (accepted > 0) {
                counters.received(port, accepted);
            }
            if (burstLimit < BURST && count > 0) {
                burstLimit *= 2;
            }
            work += count;
        }
        return work;
    }

    /** Starts one timer firing; false when there is no room now. */
    boolean startTimer(int timer, boolean streaming, long nowNs, long secret) {
        if (contexts.free() == 0
                || window.room(nextOrdinal) <= 0
                || held.room(contexts.used()) <= 0
                || (streaming && roomInLog() == 0)) {
            return false;
        }
        WorkerContext context = contexts.top();
        context.beginTimer(timer, nowNs, secret, nextOrdinal);
        if (streaming) {
            context.recordPosition = claim(0, 0, RecordLayout.KIND_TIMER, timer, nowNs);
        }
        counters.timer();
        nextOrdinal++;
        chain.start(context);
        return true;
    }

    /** Starts a comparison of an owner's state; false when there is no room now. It makes no output, so the hold queue has no say. */
    boolean startCheck(int owner, long position, long stateBytes, long nowNs, long secret) {
        if (contexts.free() == 0 || window.room(nextOrdinal) <= 0 || roomInLog() == 0) {
            return false;
        }
        WorkerContext context = contexts.top();
        context.beginCheck(owner, position, nowNs, secret, nextOrdinal);
        context.recordPosition = claim(CheckPayload.BYTES, 0, RecordLayout.KIND_CHECK, owner, nowNs);
        CheckPayload.begin(RecordLayout.packetAddress(log.recordAddress(context.recordPosition)), position, stateBytes);
        nextOrdinal++;
        chain.start(context);
        return true;
    }

    /** A node that is not primary: keeps the receive queues empty and its ARP cache warm, and takes nothing else. */
    int pollPassive() {
        int work = 0;
        for (WorkerPort port : ports) {
            int count = port.queue().receive(burst, BURST);
            for (int i = 0; i < count; i++) {
                passBy(port, burst.handle(i), burst.address(i), burst.length(i));
            }
            work += count;
        }
        return work;
    }

    /** Packets that surely fit the log, whatever they hold and make. */
    private int roomInLog() {
        return log.hasRoom(ROOM_BURSTS * BURST * mostSlotBytes) ? BURST : 0;
    }

    /**
     * Starts the packets of the burst; returns how many the link layer has not kept.
     *
     * <p>A packet that leaves as it came, by the same port as its neighbour in front, is only counted here: {@link OutputRun}. Its context has
     * stayed in its place and is as it was found, so the next packet begins in it with less.
     */
    private int start(WorkerPort from, int port, int count, boolean streaming, long nowNs, long secret) {
        PacketProcessor head = chain.head(port);
        boolean sendsAtOnce = verdicts.sendsAtOnce();
        long first = nextOrdinal;
        long ordinal = first;
        WorkerContext asFound = null; // not null: a run is open
        int exit = ChainRunner.SEEN_TO;
        for (int place = 0; place < count; place++) {
            long handle = burst.handle(place);
            long address = burst.address(place);
            int length = burst.length(place);
            if (address == 0 || !from.accepts(address, length)) {
                asFound = null;
                run.flush(ordinal);
                refuse(from, handle, address, length);
                continue;
            }
            WorkerContext context = asFound;
            if (context == null) {
                context = contexts.top();
                context.begin(port, nowNs, secret, ordinal);
            } else {
                context.beginNext(ordinal);
            }
            buffers.wrap(context.packet(), handle, address, length);
            if (streaming) {
                long position = claim(length, port, RecordLayout.KIND_PACKET, 0, nowNs);
                Memory.copy(address, RecordLayout.packetAddress(log.recordAddress(position)), length);
                context.recordPosition = position;
            }
            int leavesBy = chain.run(context, port, head);
            if (sendsAtOnce && leavesBy != ChainRunner.SEEN_TO && context.leavesAsItCame(address, length)) {
                if (asFound == null) {
                    run.open(place, ordinal, leavesBy);
                    exit = leavesBy;
                    asFound = context;
                }
                if (leavesBy == exit) {
                    ordinal++;
                    continue;
                }
            }
            if (asFound != null) {
                asFound = null;
                run.flush(ordinal);
            }
            ordinal++;
            if (leavesBy != ChainRunner.SEEN_TO) {
                verdicts.forward(context, leavesBy);
            }
        }
        run.flush(ordinal);
        nextOrdinal = ordinal;
        return (int) (ordinal - first);
    }

    private long claim(int length, int port, int kind, int timer, long nowNs) {
        long position = log.claim(RecordLayout.recordBytes(length, maxAccesses));
        if (position == RecordRing.FULL) {
            throw new IllegalStateException("no room in the replication log although there was before the burst");
        }
        RecordLayout.header(log.recordAddress(position), length, port, kind, timer, nowNs);
        return position;
    }

    private void refuse(WorkerPort port, long handle, long address, int length) {
        if (address == 0) {
            counters.lost(Loss.OVERSIZED);
            port.freeForeign(handle);
            return;
        }
        switch (LinkFrames.classify(port.link(), address, length)) {
            case ARP -> port.onArp(address);
            case NOT_FOR_US -> counters.lost(Loss.NOT_FOR_US);
            default -> counters.lost(Loss.MALFORMED_FRAME);
        }
        buffers.give(handle, address);
    }

    private void passBy(WorkerPort port, long handle, long address, int length) {
        if (address == 0) {
            counters.lost(Loss.NOT_PRIMARY);
            port.freeForeign(handle);
            return;
        }
        if (LinkFrames.classify(port.link(), address, length) == LinkAction.ARP) {
            port.onArp(address);
        } else {
            counters.lost(Loss.NOT_PRIMARY);
        }
        buffers.give(handle, address);
    }
}
