package io.lockstep.daemon.config;

import io.lockstep.runtime.replication.RecordLayout;
import io.lockstep.runtime.role.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Section {@code node}: who the node is and how it uses the machine.
 *
 * @param name shown in logs and status
 * @param role the role to start in, {@link Role#PRIMARY} or {@link Role#BACKUP}
 * @param workers number of workers, and of queue pairs of every port
 * @param owners number of state owners
 * @param threads how agents share threads
 * @param cores CPUs to pin to; see {@link #workerCore}, {@link #ownerCore}, {@link #channelCore}; empty: no pinning
 * @param idle what a thread without work does
 * @param inFlight contexts per worker, a power of two
 * @param maxAccesses most accesses, and so tags, of one packet
 * @param randomSecret seed of all randomness where runs must be repeatable; empty: drawn at start
 * @param adminSocket path of the Unix socket that the command line talks to
 * @param stateDir folder of what must outlive the process: the epoch
 */
public record NodeSettings(
        String name,
        Role role,
        int workers,
        int owners,
        ThreadMode threads,
        List<Integer> cores,
        IdleMode idle,
        int inFlight,
        int maxAccesses,
        OptionalLong randomSecret,
        Path adminSocket,
        Path stateDir) {
    static final int MAX_WORKERS = 64;
    static final int MAX_OWNERS = 16;
    static final int MAX_CPU = 4095;

    /** Copies the list. */
    public NodeSettings {
        cores = List.copyOf(cores);
    }

    /** CPU of a worker; with {@code threads: shared} the one CPU of the node. Empty: not pinned. */
    public OptionalInt workerCore(int worker) {
        return core(worker);
    }

    /** CPU of a state owner: the cores after those of the workers. Empty: not pinned. */
    public OptionalInt ownerCore(int owner) {
        return core(workers + owner);
    }

    /** CPU of a worker's channel: the cores after those of the owners. Empty: not pinned. */
    public OptionalInt channelCore(int worker) {
        return core(workers + owners + worker);
    }

    private OptionalInt core(int index) {
        int position = threads == ThreadMode.SHARED ? 0 : index;
        return position < cores.size() ? OptionalInt.of(cores.get(position)) : OptionalInt.empty();
    }

    static NodeSettings read(Section node, Paths paths) {
        String name = node.required("name", "a name such as node-a", Values::name);
        return new NodeSettings(
                name,
                node.required(
                        "role",
                        "primary or backup, the role to start in",
                        value -> Values.choice(value, List.of(Role.PRIMARY, Role.BACKUP))),
                node.read("workers", 1, value -> Values.integer(value, 1, MAX_WORKERS)),
                node.read("owners", 1, value -> Values.integer(value, 1, MAX_OWNERS)),
                node.read("threads", ThreadMode.DEDICATED, value -> Values.choice(value, List.of(ThreadMode.values()))),
                node.list(
                        "cores", "a list of CPU numbers such as [2, 3, 4]", value -> Values.integer(value, 0, MAX_CPU)),
                node.read("idle", IdleMode.BACKOFF, value -> Values.choice(value, List.of(IdleMode.values()))),
                node.read("in-flight", 256, value -> Values.powerOfTwo(value, 16, 65536)),
                node.read("max-accesses", 8, value -> Values.integer(value, 1, RecordLayout.MAX_TAGS)),
                node.optional("random-secret", Values::bits64)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                node.optional("admin-socket", paths::socket).orElse(Paths.defaultSocket(name)),
                node.optional("state-dir", paths::path).orElse(Paths.DEFAULT_STATE_DIR));
    }
}
