package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * DPDK's environment abstraction layer: memory, devices and thread identities of this process.
 *
 * <p>DPDK allows one start per process, and none after an end or a failure, so the state is static and the object no
 * more than the duty to close it. {@link #init} and {@link #close} may be called from any thread.
 */
public final class Eal implements AutoCloseable {
    /** Where the one life of the EAL stands. Written under the class's lock. */
    private enum State {
        NEVER_STARTED,
        RUNNING,
        FAILED,
        CLOSED
    }

    private static volatile State state = State.NEVER_STARTED;

    private Eal() {}

    /**
     * Starts the EAL with the arguments of DPDK's own command lines, without the program's name:
     * {@code -l 0 --no-pci --vdev=net_null0}.
     *
     * <p>DPDK pins the thread that starts it, and threads started from there inherit that, so it runs on a thread of
     * its own, which ends. A virtual device that cannot be made is no failure here: its port is missing later.
     *
     * @throws DpdkException if DPDK or the hugepages are missing or may not be used (these can be retried), or DPDK
     *     refuses the arguments (this can not)
     * @throws IllegalStateException if the EAL was started before in this process
     * @throws IllegalArgumentException if the arguments ask for help: DPDK would print it and end the process
     */
    public static synchronized Eal init(List<String> arguments) {
        if (state != State.NEVER_STARTED) {
            throw new IllegalStateException(
                    ("DPDK's EAL was started before in this process (it is %s): DPDK allows one start per "
                                    + "process. Share the Eal that the first Eal.init returned, or start another process.")
                            .formatted(state.name().toLowerCase(Locale.ROOT)));
        }
        if (arguments.contains("--help") || arguments.contains("-h")) {
            throw new IllegalArgumentException(
                    ("EAL arguments %s ask for help, which ends the process. Run dpdk-testpmd --help instead; "
                                    + "it lists the same options.")
                            .formatted(arguments));
        }
        NativeLibrary.ensureLoaded();
        HugepageCheck.ofMachine().require(arguments);

        int result = onOwnThread(List.copyOf(arguments));
        if (result < 0) {
            state = State.FAILED;
            throw DpdkException.failed(
                    "ls_eal_init",
                    String.join(" ", arguments),
                    result,
                    "DPDK's log on standard error says at which step. Expected: options as in DPDK's EAL "
                            + "parameters guide, cores that exist (-l), enough memory (-m). Another try needs another "
                            + "process.");
        }
        state = State.RUNNING;
        return new Eal();
    }

    private static int onOwnThread(List<String> arguments) {
        FutureTask<Integer> task = new FutureTask<>(() -> start(arguments));
        Thread.ofPlatform().name("lockstep-eal-init").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // DPDK cannot be stopped half way: see it through.
                } catch (ExecutionException e) {
                    throw new IllegalStateException("the EAL's start threw instead of answering", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** DPDK keeps pointers into argv: it lives in the global arena, as long as the process. */
    private static int start(List<String> arguments) {
        MemorySegment argv = Arena.global().allocate(ValueLayout.ADDRESS, arguments.size() + 2);
        argv.setAtIndex(ValueLayout.ADDRESS, 0, Arena.global().allocateFrom("lockstep"));
        for (int i = 0; i < arguments.size(); i++) {
            argv.setAtIndex(ValueLayout.ADDRESS, i + 1, Arena.global().allocateFrom(arguments.get(i)));
        }
        return LockstepDpdk.ls_eal_init(arguments.size() + 1, argv);
    }

    /**
     * Stops and closes every port, then releases DPDK's memory. The threads that poll ports must have ended: nothing
     * of DPDK may be called any more. No effect when closed already.
     */
    @Override
    public void close() {
        synchronized (Eal.class) {
            if (state != State.RUNNING) {
                return;
            }
            int result;
            try {
                EthPort.closeAll();
            } finally {
                state = State.CLOSED;
                result = LockstepDpdk.ls_eal_cleanup();
            }
            if (result < 0) {
                throw DpdkException.failed("ls_eal_cleanup", "EAL", result, "End the process to release its memory.");
            }
        }
    }

    /**
     * Makes the calling platform thread known to DPDK, which gives it mempool caches. Pin it first: DPDK notes its
     * CPUs now.
     *
     * @throws DpdkException if DPDK has no thread identity left (128 in the usual build)
     */
    public static void registerThread() {
        requireRunning();
        int result = LockstepDpdk.ls_thread_register();
        if (result < 0) {
            throw DpdkException.failed(
                    "ls_thread_register",
                    Thread.currentThread().getName(),
                    result,
                    "Expected: fewer than RTE_MAX_LCORE registered threads, and no secondary DPDK process. Run "
                            + "fewer workers, or end the others with Eal.unregisterThread().");
        }
    }

    /** Undoes {@link #registerThread()} for the calling thread, before it ends. Harmless otherwise. */
    public static void unregisterThread() {
        requireRunning();
        LockstepDpdk.ls_thread_unregister();
    }

    /**
     * Binds the calling platform thread to one CPU, as Linux numbers them. Needs no running EAL.
     *
     * @throws DpdkException if there is no such CPU or the process may not use it
     */
    public static void pinThread(int cpu) {
        NativeLibrary.ensureLoaded();
        int result = LockstepDpdk.ls_thread_pin(cpu);
        if (result < 0) {
            throw DpdkException.failed(
                    "ls_thread_pin",
                    "thread %s to CPU %d".formatted(Thread.currentThread().getName(), cpu),
                    result,
                    "Expected: one of the CPUs in Cpus_allowed_list of /proc/self/status; a container or "
                            + "taskset may have narrowed them.");
        }
    }

    /** Release of the DPDK at run time, such as {@code DPDK 22.11.11}. Needs no running EAL. */
    public static String dpdkVersion() {
        NativeLibrary.ensureLoaded();
        return LockstepDpdk.ls_dpdk_version().getString(0);
    }

    /**
     * Lets DPDK's {@code dpdk-dumpcap} attach to this process and capture from its ports. Of no use with {@code
     * --in-memory}, which shares nothing with other processes.
     */
    public static void enablePacketCapture() {
        requireRunning();
        int result = LockstepDpdk.ls_pdump_init();
        if (result < 0) {
            throw DpdkException.failed("ls_pdump_init", "EAL", result, "The daemon runs on without packet capture.");
        }
    }

    static boolean isRunning() {
        return state == State.RUNNING;
    }

    static void requireRunning() {
        if (state != State.RUNNING) {
            throw new IllegalStateException(
                    "DPDK's EAL is not running (%s): call Eal.init first, and nothing after close".formatted(state));
        }
    }
}
