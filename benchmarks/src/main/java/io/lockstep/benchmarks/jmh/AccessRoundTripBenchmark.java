package io.lockstep.benchmarks.jmh;

import io.lockstep.nf.Access;
import io.lockstep.nf.state.Region;
import io.lockstep.runtime.memory.Prefetcher;
import io.lockstep.runtime.nf.HostedVariable;
import io.lockstep.runtime.owner.AccessMessage;
import io.lockstep.runtime.owner.AccessRing;
import io.lockstep.runtime.owner.AccessRings;
import io.lockstep.runtime.owner.DivergenceListener;
import io.lockstep.runtime.owner.DrainBarrier;
import io.lockstep.runtime.owner.OwnerMode;
import io.lockstep.runtime.owner.StateOwner;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Accesses from a worker through the rings to a state owner and back, a batch at a time: with the owner on a core of its own, and on
 * the worker's thread as with {@code threads: shared}. Nanoseconds per access, batches of 64 in flight: the inverse of a rate, not the
 * latency of one. {@code own-core} busy-spins on two threads and says nothing where they share one core.
 */
public class AccessRoundTripBenchmark extends Part {
    private static final int BATCH = 64;
    private static final Access<Region> COUNT = (region, context) -> region.putLong(0, region.getLong(0) + 1);

    /** Where the owner runs. */
    @Param({"own-core", "shared"})
    public String owner;

    private Arena arena;
    private AccessRings rings;
    private AccessRing requests;
    private AccessRing replies;
    private AccessMessage[] messages;
    private int[] numbers;
    private StateOwner stateOwner;
    private AgentRunner runner;
    private int free;

    private HostedVariable<Region> variable;

    /** Makes the owner and its rings. */
    @Setup(Level.Trial)
    public void open() {
        arena = Arena.ofShared();
        Region region = new Region("count", arena.allocate(64, 64));
        variable = new HostedVariable<>("count", 0, region, List.of(region));
        rings = new AccessRings(1, 1, BATCH);
        requests = rings.request(0, 0);
        replies = rings.reply(0, 0);
        messages = rings.messages(0);
        numbers = new int[BATCH];
        Arrays.setAll(numbers, i -> i);
        free = BATCH;
        DivergenceListener divergence = sentence -> {
            throw new IllegalStateException(sentence);
        };
        stateOwner =
                new StateOwner(0, 1, BATCH, rings, OwnerMode.LIVE, new DrainBarrier(1, 1), divergence, Prefetcher.NONE);
        if (owner.equals("own-core")) {
            runner = new AgentRunner(
                    new BusySpinIdleStrategy(), error -> Runtime.getRuntime().halt(1), null, stateOwner);
            AgentRunner.startOnThread(runner);
        }
    }

    /** Stops the owner. */
    @TearDown(Level.Trial)
    public void close() {
        if (runner != null) {
            runner.close();
        }
        rings.close();
        arena.close();
    }

    /** One batch there and back. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void roundTrip() {
        while (free > 0) {
            AccessMessage request = messages[numbers[--free]];
            request.begin(0, 0, 0);
            request.prepare(variable, COUNT);
            request.sequence(AccessMessage.NO_SEQUENCE);
            requests.put(request.number());
        }
        requests.publish();
        while (free < BATCH) {
            if (runner == null) {
                stateOwner.doWork();
            }
            int count = replies.available();
            for (int i = 0; i < count; i++) {
                numbers[free++] = replies.peek(i);
            }
            replies.take(count);
        }
    }
}
