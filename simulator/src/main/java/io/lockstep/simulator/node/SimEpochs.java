package io.lockstep.simulator.node;

import io.lockstep.runtime.role.EpochStore;
import io.lockstep.runtime.role.StoredEpochs;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.agrona.concurrent.Agent;

/**
 * One process's epoch file. An agent like the others, so that the seed decides how late a save is synced. What was not synced when the
 * process dies may be on disk or not, but not out of order; nobody has been told that it is.
 */
public final class SimEpochs implements EpochStore, Agent {
    /** How {@link #problem} begins. */
    public static final String PROBLEM = "the simulated disk is full";

    private static final int MOST_CYCLES_LATE = 6;
    private static final int MOST_CYCLES_VERY_LATE = 300;

    private final SimDisk disk;
    private final SplittableRandom random;
    private final StoredEpochs loaded;
    private final ArrayDeque<StoredEpochs> waiting = new ArrayDeque<>();
    private StoredEpochs saved;
    private String problem;
    private int late;

    /** Opens the file as it is on disk. */
    public SimEpochs(SimDisk disk, SplittableRandom random) {
        this.disk = disk;
        this.random = random;
        this.loaded = disk.durable();
        this.saved = loaded;
    }

    @Override
    public String roleName() {
        return "epoch-file";
    }

    @Override
    public int doWork() {
        if (waiting.isEmpty() || late-- > 0) {
            return 0;
        }
        StoredEpochs next = waiting.poll();
        if (disk.isFailing() && !next.equals(saved)) {
            problem = PROBLEM;
        } else {
            disk.durable(next);
            saved = next;
        }
        late = late();
        return 1;
    }

    private int late() {
        return random.nextInt(random.nextInt(8) == 0 ? MOST_CYCLES_VERY_LATE : MOST_CYCLES_LATE);
    }

    /** The process dies: some of what waits may have reached the disk. */
    public void died() {
        for (int reached = random.nextInt(waiting.size() + 1); reached > 0 && !disk.isFailing(); reached--) {
            disk.durable(waiting.poll());
        }
        waiting.clear();
    }

    /** Asked for and not yet tried. */
    @Override
    public boolean isBusy() {
        return !waiting.isEmpty();
    }

    @Override
    public StoredEpochs loaded() {
        return loaded;
    }

    @Override
    public void save(StoredEpochs epochs) {
        problem = null;
        late = waiting.isEmpty() ? late() : late;
        waiting.add(epochs);
    }

    @Override
    public StoredEpochs saved() {
        return saved;
    }

    @Override
    public String problem() {
        return problem;
    }

    /** The process ends in good order. */
    @Override
    public void close() {
        while (!waiting.isEmpty()) {
            late = 0;
            doWork();
        }
    }
}
