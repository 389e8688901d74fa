package io.lockstep.runtime.worker;

import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.counters.Loss;
import io.lockstep.runtime.counters.WorkerCounters;
import io.lockstep.runtime.nf.NodeTimer;
import io.lockstep.runtime.owner.AccessRing;
import io.lockstep.runtime.owner.Divergence;
import io.lockstep.runtime.owner.DrainBarrier;
import io.lockstep.runtime.owner.StateCheck;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.replication.RecordRing;
import io.lockstep.runtime.replication.ReplicationLog;
import io.lockstep.runtime.role.ReleaseHome;
import java.lang.foreign.Arena;
import org.agrona.concurrent.Agent;

/**
 * A poll-mode worker: owns queue <i>w</i> of every port and the inputs in flight on it.
 *
 * <p>One duty cycle: the owners' replies first (they free contexts), then new input (ports on a primary, the inbox on a backup), then
 * everything that others wait for: records are published, held output that may leave now and all other output is sent, progress is
 * shown. It never blocks, locks, allocates or logs. The conductor sets the {@link WorkerMode}, which is read once per duty cycle.
 */
public final class Worker implements Agent {
    /** Buffers that may wait on one port: for its transmit queue and for next hops that have not answered. */
    public static final int MOST_BUFFERS_WAITING_PER_PORT = TransmitQueue.CAPACITY + PendingPackets.CAPACITY;

    private static final int REPLY_LIMIT = 256;
    private static final int LAST_PACKETS = 8192;

    private final int index;
    private final Arena arena = Arena.ofShared();
    private final NodeClock clock;
    private final PairSession session;
    private final DrainBarrier barrier;
    private final Divergence divergence;
    private final WorkerPort[] ports;
    private final WorkerBuffers buffers;
    private final ContextPool contexts;
    private final ReplicationLog replicationLog;
    private final RecordRing log;
    private final ReleaseHome release;
    private final HoldQueue held;
    private final WorkerCounters counters;
    private final CompletionWindow window;
    private final Verdicts verdicts;
    private final ChainRunner chain;
    private final PortInput portInput;
    private final RecordInput recordInput;
    private final TimerInput timerInput;
    private final CheckInput checkInput;
    private final AccessRing[] replies;

    private WorkerMode mode = WorkerMode.HOLD;
    private OutputFate outputs = OutputFate.DISCARD;
    private long nowNs;
    private long secret;
    private long releasedBefore;
    private boolean awaitsRelease;
    private int lastPackets;
    private int announcements;

    private volatile WorkerMode requestedMode = WorkerMode.HOLD;
    private volatile int announcementsRequested;
    private volatile WorkerMode reachedMode = WorkerMode.HOLD;
    private volatile int inFlight;
    private volatile int heldPackets;
    private volatile boolean inputComplete;
    private volatile boolean drained;
    private volatile long lastTimeNs;
    private volatile long quiescedAt = -1;
    private volatile long firstReleaseNs;

    /** Makes a worker that holds. */
    public Worker(WorkerSetup setup) {
        this.index = setup.index();
        this.clock = setup.clock();
        this.session = setup.session();
        this.barrier = setup.barrier();
        this.divergence = setup.divergence();
        this.replicationLog = setup.log();
        this.log = setup.log().ring();
        this.release = setup.release();
        this.counters = setup.counters();
        this.buffers = new WorkerBuffers(setup.pool(), arena);
        this.ports = new WorkerPort[setup.links().size()];
        int[] peers = new int[ports.length];
        for (int port = 0; port < ports.length; port++) {
            ports[port] =
                    new WorkerPort(setup.queues().get(port), setup.links().get(port), buffers, setup.counters(), arena);
            peers[port] = setup.links().get(port).settings().peerPort();
        }
        this.contexts =
                new ContextPool(setup.rings().messages(index), ports.length, setup.maxAccesses(), buffers, arena);
        this.window = new CompletionWindow(setup.inFlight(), setup.executed());
        AccessRing[] requests = new AccessRing[setup.owners()];
        this.replies = new AccessRing[setup.owners()];
        for (int owner = 0; owner < setup.owners(); owner++) {
            requests[owner] = setup.rings().request(index, owner);
            replies[owner] = setup.rings().reply(index, owner);
        }
        this.held =
                new HoldQueue(ports, buffers, release == ReleaseHome.PRIMARY ? mostBuffersHeld(setup.inFlight()) : 0);
        PacketBurst burst = new PacketBurst(arena, PortInput.BURST);
        OutputRun run = new OutputRun(burst, ports, window);
        this.verdicts =
                new Verdicts(ports, buffers, contexts, setup.counters(), log, window, held, run, setup.divergence());
        StateCheck[] checks = setup.checks().toArray(StateCheck[]::new);
        NodeTimer[] timers = setup.functions().timers().toArray(NodeTimer[]::new);
        this.chain = new ChainRunner(
                setup.functions().newProcessors(),
                setup.chains().toArray(int[][]::new),
                timers,
                checks,
                peers,
                setup.maxAccesses(),
                contexts,
                requests,
                verdicts,
                setup.faults());
        this.portInput = new PortInput(
                setup.maxAccesses(),
                ports,
                buffers,
                contexts,
                setup.counters(),
                log,
                window,
                held,
                chain,
                verdicts,
                run,
                burst);
        this.recordInput = new RecordInput(setup.inbox(), buffers, contexts, window, chain);
        this.timerInput = new TimerInput(index == 0 ? timers : new NodeTimer[0]);
        this.checkInput = new CheckInput(checks, index == 0 ? setup.checkIntervalNs() : 0, replicationLog);
    }

    /** The smallest replication log with which a worker ever takes a packet. */
    public static int leastLogBytes(int bufferBytes, int maxAccesses) {
        return PortInput.leastLogBytes(bufferBytes, maxAccesses);
    }

    /** Buffers that a worker of a pair with {@code release: primary} may hold until the backup has executed their records. */
    public static int mostBuffersHeld(int inFlight) {
        return HoldQueue.PLACES_PER_CONTEXT * inFlight;
    }

    @Override
    public String roleName() {
        return "worker-" + index;
    }

    @Override
    public int doWork() {
        if (mode != requestedMode) {
            changeMode(requestedMode);
        }
        if (announcements != announcementsRequested) {
            announce();
        }
        long monotonicNs = clock.nanoTime();
        for (WorkerPort port : ports) {
            port.tick(monotonicNs);
        }
        int work = pollReplies();
        work += mode.active() ? pollActive(monotonicNs) : pollPassive();
        chain.publish();
        if (!held.isEmpty()) {
            work += releaseHeld();
        }
        for (WorkerPort port : ports) {
            work += port.flush();
        }
        if (awaitsRelease) {
            noteFirstRelease();
        }
        if (work > 0) {
            inFlight = contexts.used();
            heldPackets = held.size();
        }
        return work;
    }

    @Override
    public void onClose() {
        buffers.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    // ---------------------------------------------------------------- for the conductor

    /** Asks for a mode. */
    public void mode(WorkerMode next) {
        requestedMode = next;
    }

    /** Asks that the node's addresses are announced once more: the other node may have announced them meanwhile. One thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void announceAgain() {
        announcementsRequested++;
    }

    /** The mode that the worker runs in. */
    public WorkerMode reachedMode() {
        return reachedMode;
    }

    /** Says whether the channel has put everything into the inbox that it ever will. */
    public void inputComplete(boolean complete) {
        inputComplete = complete;
    }

    /** Inputs between receive and verdict, as of the last duty cycle that did something. Any thread. */
    public int inFlight() {
        return inFlight;
    }

    /** Packets that wait for the backup to execute their records, as of the last duty cycle that did something. Any thread. */
    public int held() {
        return heldPackets;
    }

    /** In {@link WorkerMode#DRAIN}: all records of the inbox have been executed. */
    public boolean drained() {
        return drained;
    }

    /** In {@link WorkerMode#QUIESCE}: the ordinal behind the last input once all have ended, -1 before. */
    public long quiescedAt() {
        return quiescedAt;
    }

    /** Receive time of the latest input, 0 before the first. Exact once drained. */
    public long lastTimeNs() {
        return lastTimeNs;
    }

    /** {@link System#nanoTime} of the first packet that left after the node became primary by promotion; 0 before. */
    public long firstReleaseNs() {
        return firstReleaseNs;
    }

    // ---------------------------------------------------------------- duty cycle

    private int pollActive(long monotonicNs) {
        nowNs = Math.max(nowNs, clock.epochNanos(monotonicNs));
        boolean streaming = mode.streams();
        int work = 0;
        if (mode.takesInput()) {
            work += timerInput.poll(portInput, streaming, nowNs, secret);
            if (streaming) {
                work += checkInput.poll(portInput, nowNs, secret);
            }
            work += portInput.poll(streaming, nowNs, secret);
        }
        if (mode == WorkerMode.QUIESCE) {
            work += quiesce();
        }
        if (streaming) {
            log.publish();
        }
        return work;
    }

    /**
     * Takes what the NIC holds already, at most so much, and then nothing more; says when all of it has ended. As long as output waits
     * for a next hop the NIC may hold the answer to an ARP request.
     */
    private int quiesce() {
        int work = 0;
        if ((lastPackets > 0 || !nothingToSend()) && contexts.allFree() && log.bytesHeld() == 0 && held.isEmpty()) {
            work = portInput.poll(true, nowNs, secret);
            lastPackets = work == 0 ? 0 : lastPackets - work;
        }
        quiescedAt = lastPackets <= 0 && contexts.allFree() && nothingToSend() ? portInput.nextOrdinal() : -1;
        return work;
    }

    private boolean nothingToSend() {
        boolean nothing = held.isEmpty();
        for (WorkerPort port : ports) {
            nothing &= port.nothingToSend();
        }
        return nothing;
    }

    private int pollPassive() {
        int work = 0;
        if (mode.replays()) {
            PairSession.Bound bound = session.get();
            if (bound != null) {
                secret = bound.secret();
                if (mode == WorkerMode.DRAIN && !recordInput.isEmpty() && recordInput.mayStart()) {
                    barrier.mayStart(index);
                }
                work += recordInput.poll(secret);
            }
        }
        if (mode.passesBy()) {
            work += portInput.pollPassive();
        }
        for (WorkerPort port : ports) {
            port.flush();
        }
        if (mode.acknowledges()) {
            if (!divergence.isFound()) {
                window.publish();
            }
        } else if (mode == WorkerMode.DRAIN) {
            // Nothing more is acknowledged: behind a gap the old primary must not release what this node executed
            // differently.
            drain();
        }
        return work;
    }

    /** Sends held output whose records the backup has executed; without a backup it waits for nobody. */
    private int releaseHeld() {
        int work = held.release(outputs == OutputFate.HOLD ? replicationLog.acknowledgedOrdinal() : Long.MAX_VALUE);
        if (held.isEmpty()) {
            verdicts.outputs(outputs);
        }
        return work;
    }

    private void drain() {
        boolean noneToStart = inputComplete && recordInput.isEmpty();
        if (noneToStart || !recordInput.mayStart()) {
            barrier.waits(index, contexts.used());
        } else {
            barrier.mayStart(index);
        }
        if (noneToStart && contexts.allFree()) {
            lastTimeNs = recordInput.lastTimeNs();
            drained = true;
        }
    }

    private int pollReplies() {
        int work = 0;
        for (AccessRing ring : replies) {
            work += resume(ring);
        }
        return work;
    }

    private int resume(AccessRing ring) {
        int count = Math.min(ring.available(), REPLY_LIMIT);
        for (int i = 0; i < count; i++) {
            chain.resume(contexts.of(ring.peek(i)));
        }
        ring.take(count);
        return count;
    }

    // ---------------------------------------------------------------- modes

    private void changeMode(WorkerMode next) {
        boolean wasActive = mode.active();
        boolean owned = mode.ownsAddresses();
        boolean promoted = mode == WorkerMode.DRAIN;
        if (promoted) {
            portInput.continueFrom(recordInput.nextOrdinal());
            nowNs = Math.max(nowNs, recordInput.lastTimeNs());
            awaitsRelease = true;
            releasedBefore = released();
        }
        if (mode.streams() && !next.streams()) {
            log.publish();
            if (outputs == OutputFate.LEAVE) {
                counters.lost(Loss.UNACKNOWLEDGED, log.hiddenRecords());
            }
        }
        mode = next;
        chain.mode(next);
        verdicts.mode(next);
        changeOutputs(next);
        for (WorkerPort port : ports) {
            port.active(next.ownsAddresses(), next.ownsAddresses() && !owned && index == 0);
            if (next == WorkerMode.STOPPED) {
                port.discard();
            }
        }
        if (next.active() && !wasActive) {
            secret = session.get().secret();
            nowNs = Math.max(nowNs, clock.epochNanos());
            timerInput.arm(nowNs);
            checkInput.arm(nowNs);
        }
        quiescedAt = -1;
        lastPackets = LAST_PACKETS;
        reachedMode = next;
    }

    private void announce() {
        announcements = announcementsRequested;
        for (WorkerPort port : ports) {
            port.active(mode.ownsAddresses(), mode.ownsAddresses() && index == 0);
        }
    }

    private void changeOutputs(WorkerMode next) {
        outputs = next.outputs(release);
        if (outputs == OutputFate.DISCARD) {
            held.discard();
            heldPackets = 0;
        }
        // A primary that goes solo: what is held leaves first, as fast as the ports take it.
        verdicts.outputs(held.isEmpty() ? outputs : OutputFate.HOLD);
    }

    private long released() {
        long sum = 0;
        for (WorkerPort port : ports) {
            sum += port.released();
        }
        return sum;
    }

    private void noteFirstRelease() {
        if (released() > releasedBefore) {
            awaitsRelease = false;
            firstReleaseNs = clock.nanoTime();
        }
    }
}
