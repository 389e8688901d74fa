package io.lockstep.daemon.node;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the threads of this process that are no agents off the agents' cores: the JIT compiler, the collector, the admin socket, DPDK's
 * own. A thread that wakes is readily put on the core of who woke it, and an agent that never sleeps then waits for it,
 * some milliseconds at a time. Needs no permission; Linux only. Main thread, before the agents start: these pin themselves afterwards,
 * and what is started later inherits from who starts it.
 */
final class OtherThreads {
    private static final Logger LOG = LoggerFactory.getLogger(OtherThreads.class);
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int MASK_BYTES = 1024; // 8192 CPUs, as many as Linux may have
    private static final int SELF = 0;
    private static final MethodHandle GET_AFFINITY = function("sched_getaffinity");
    private static final MethodHandle SET_AFFINITY = function("sched_setaffinity");

    private OtherThreads() {}

    /**
     * Moves all threads that there are away from these cores, unless the process has no others.
     *
     * @param free name of the threads that may stay wherever they are
     */
    static void keepOff(List<Integer> agentCores, String free) {
        if (agentCores.isEmpty()) {
            return;
        }
        BitSet rest = without(allowed(), agentCores);
        if (rest.isEmpty()) {
            LOG.info(
                    "node.cores {} are all that this process may use: agents share them with its other threads",
                    agentCores);
            return;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                if (!name(task).equals(free)) {
                    move(Integer.parseInt(task.getFileName().toString()), rest);
                }
            }
            LOG.info("threads other than agents run on CPUs {}", rest);
        } catch (IOException e) {
            LOG.warn("threads other than agents may run on the agents' cores: {} cannot be read: {}", TASKS, e);
        }
    }

    /** CPUs that the calling thread may use. */
    static BitSet allowed() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            int result = (int) GET_AFFINITY.invokeExact(SELF, (long) MASK_BYTES, mask);
            return result < 0 ? new BitSet() : BitSet.valueOf(mask.asByteBuffer());
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** As the kernel has it; empty for a thread that has ended. */
    private static String name(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static BitSet without(BitSet cpus, List<Integer> taken) {
        BitSet rest = (BitSet) cpus.clone();
        taken.forEach(rest::clear);
        return rest;
    }

    /** A thread that has ended meanwhile is none to move. */
    private static void move(int thread, BitSet cpus) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
            MemorySegment.copy(cpus.toByteArray(), 0, mask, ValueLayout.JAVA_BYTE, 0, (cpus.length() + 7) / 8);
            int result = (int) SET_AFFINITY.invokeExact(thread, (long) MASK_BYTES, mask);
            if (result != 0 && Files.exists(TASKS.resolve(Integer.toString(thread)))) {
                LOG.warn("thread {} may not be kept to CPUs {}; it may run on an agent's core", thread, cpus);
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    private static MethodHandle function(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    }

    private static IllegalStateException failure(Throwable cause) {
        return new IllegalStateException("the CPUs of a thread cannot be asked for or set", cause);
    }
}
