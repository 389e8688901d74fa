package io.lockstep.runtime.rehearsal;

import io.lockstep.nf.PortInfo;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.clock.SystemNodeClock;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import io.lockstep.runtime.nf.NodeFunctions;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.NodeListener;
import io.lockstep.runtime.node.NodeOptions;
import io.lockstep.runtime.node.NodeState;
import io.lockstep.runtime.node.PromoteResult;
import io.lockstep.runtime.node.PromotionKind;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.owner.StateOwner;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.BufferStack;
import io.lockstep.runtime.port.PortQueue;
import io.lockstep.runtime.replication.PairSession;
import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.MemoryEpochs;
import io.lockstep.runtime.role.ReleaseHome;
import io.lockstep.runtime.role.Role;
import io.lockstep.runtime.worker.FaultListener;
import io.lockstep.runtime.worker.Worker;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A small backup that loses its primary, is promoted and releases one packet: so that the JVM has loaded and linked every class that a
 * real promotion needs. Without it that happens in the middle of the outage, on the thread that moves packets; each class takes some
 * tenths of a millisecond then, and the first use of a string concatenation or of a record's {@code equals} takes more than one.
 *
 * <p>Nothing of the real node is touched. Bounded in steps; one thread. How often it runs is the caller's: decision 0021.
 */
public final class PromotionRehearsal implements Node.Environment, AutoCloseable {
    private static final int BUFFERS = 512;
    private static final int IN_FLIGHT = 64;
    private static final int MAX_ACCESSES = 8;
    private static final int LOG_BYTES = 1 << 18;
    private static final long TIMEOUT_NS = Long.MAX_VALUE;
    private static final int MOST_STEPS = 1_000;

    private final Arena arena = Arena.ofShared();
    private final BufferStack pool = new BufferStack(arena, BUFFERS);
    private final RehearsedPort in = new RehearsedPort(pool, RehearsedFrames.all());
    private final RehearsedPort out = new RehearsedPort(pool);
    private final NodeClock clock = new SystemNodeClock();
    private final EpochStore epochs = new MemoryEpochs();
    private final Node node;

    private PromotionRehearsal(ReleaseHome release) {
        List<LinkSettings> ports = List.of(
                new LinkSettings(
                        new PortInfo(0, "in", List.of(RehearsedFrames.ADDRESS), 24, 1500),
                        RehearsedFrames.MAC,
                        0,
                        false,
                        1),
                new LinkSettings(new PortInfo(1, "out", List.of(), 0, 1500), RehearsedFrames.MAC + 1, 0, true, 0));
        FunctionSpec function = new FunctionSpec("rehearsed", new RehearsedFunction(), null, 0);
        NodeFunctions functions = NodeFunctions.open(
                List.of(function), ports.stream().map(LinkSettings::info).toList(), 1);
        this.node = new Node(options(release), ports, List.of(new int[] {0}, new int[] {0}), functions, this);
    }

    /**
     * Plays a promotion through.
     *
     * @param release as the real node has it
     * @return the conductor's answer
     * @throws IllegalStateException when it does not come to a packet released by the new primary, which is a mistake in the runtime
     */
    public static PromoteResult run(ReleaseHome release) {
        try (PromotionRehearsal rehearsal = new PromotionRehearsal(release)) {
            return rehearsal.play();
        }
    }

    private PromoteResult play() {
        Worker worker = node.workers().getFirst();
        node.conductor().onStart();
        node.session().bind(new PairSession.Bound(UUID.randomUUID(), 1)); // as if there had been a primary
        step();
        CompletableFuture<PromoteResult> answer = node.conductor().promote(PromotionKind.TAKEOVER);
        for (int i = 0; i < MOST_STEPS && out.sent() == 0; i++) {
            in.open(node.conductor().state() == NodeState.SOLO); // before that a backup takes what comes and drops it
            step();
        }
        if (!answer.isDone() || worker.firstReleaseNs() == 0) {
            throw new IllegalStateException("the rehearsed promotion has come no further than "
                    + node.conductor().state() + " in " + MOST_STEPS
                    + " steps; expected a packet released by a node that is solo");
        }
        return answer.join();
    }

    /** Every agent once; the channel's part is to say that it has seen the term and that nothing more will come. */
    private void step() {
        node.conductor().doWork();
        node.workers().forEach(Worker::doWork);
        node.owners().forEach(StateOwner::doWork);
        node.ends().forEach(ends -> ends.status().actedOn(node.term().get()));
    }

    private static NodeOptions options(ReleaseHome release) {
        return new NodeOptions(
                Role.BACKUP,
                true,
                release,
                1,
                1,
                IN_FLIGHT,
                MAX_ACCESSES,
                LOG_BYTES,
                1,
                TIMEOUT_NS,
                TIMEOUT_NS,
                false,
                TIMEOUT_NS,
                0,
                SwitchoverTiming.DEFAULT);
    }

    // ---------------------------------------------------------------- environment

    @Override
    public PortQueue queue(int port, int worker) {
        return port == 0 ? in : out;
    }

    @Override
    public BufferPool pool() {
        return pool;
    }

    @Override
    public NodeClock clock() {
        return clock;
    }

    @Override
    public EpochStore epochs() {
        return epochs;
    }

    @Override
    public NodeListener nodeListener() {
        return (state, term) -> {};
    }

    @Override
    public FaultListener faultListener() {
        return (worker, failure) -> {
            throw new IllegalStateException("the rehearsed network function threw", failure);
        };
    }

    @Override
    public void close() {
        node.workers().forEach(Worker::onClose);
        node.close();
        arena.close();
    }
}
