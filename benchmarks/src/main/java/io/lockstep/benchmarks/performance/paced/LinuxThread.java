package io.lockstep.benchmarks.performance.paced;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * What Linux knows of the current thread, read without allocation: CPU time, and time spent ready to run while another had the CPU
 * ({@code /proc/thread-self/schedstat}, second figure). A few hundred nanoseconds a call. Belongs to the thread that made it.
 */
final class LinuxThread implements AutoCloseable {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SET_AFFINITY =
            function("sched_setaffinity", ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle CLOCK = function("clock_gettime", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final MethodHandle OPEN = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);
    private static final MethodHandle READ = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("pread"),
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG));
    private static final int THREAD_CPU_TIME = 3; // CLOCK_THREAD_CPUTIME_ID
    private static final int MOST_CPUS = 1024;
    private static final int TEXT_BYTES = 128;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment time = arena.allocate(16, 8);
    private final MemorySegment text = arena.allocate(TEXT_BYTES, 8);
    private final int file;

    /** For the current thread. */
    LinuxThread() {
        MemorySegment path = arena.allocateFrom("/proc/thread-self/schedstat");
        try {
            file = (int) OPEN.invokeExact(path, 0);
        } catch (Throwable e) {
            throw failure("open", e);
        }
        if (file < 0) {
            throw new IllegalStateException(
                    "/proc/thread-self/schedstat cannot be opened: expected a Linux kernel with CONFIG_SCHED_INFO");
        }
    }

    /** Pins the current thread to a CPU. */
    static void pin(int cpu) {
        if (cpu < 0 || cpu >= MOST_CPUS) {
            throw new IllegalArgumentException("CPU " + cpu + ": expected 0 to " + (MOST_CPUS - 1));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MOST_CPUS / 8, 8);
            mask.set(ValueLayout.JAVA_BYTE, cpu / 8, (byte) (1 << (cpu % 8)));
            int result = (int) SET_AFFINITY.invokeExact(0, mask.byteSize(), mask);
            if (result != 0) {
                throw new IllegalStateException("the thread cannot be pinned to CPU " + cpu
                        + ": expected a CPU that is there and that this process may use (see taskset -p)");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw failure("sched_setaffinity", e);
        }
    }

    /** CPU time of the thread; the hypervisor's share of the CPU is left out where the kernel is told of it. */
    long cpuNs() {
        try {
            int result = (int) CLOCK.invokeExact(THREAD_CPU_TIME, time);
            if (result != 0) {
                throw new IllegalStateException("clock_gettime answered " + result);
            }
        } catch (Throwable e) {
            throw failure("clock_gettime", e);
        }
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
    }

    /** Time that the thread was ready to run and waited for its CPU. */
    long runDelayNs() {
        long length;
        try {
            length = (long) READ.invokeExact(file, text, (long) TEXT_BYTES, 0L);
        } catch (Throwable e) {
            throw failure("pread", e);
        }
        int i = 0;
        while (i < length && text.get(ValueLayout.JAVA_BYTE, i) != ' ') {
            i++;
        }
        long value = 0;
        for (i++; i < length; i++) {
            int digit = text.get(ValueLayout.JAVA_BYTE, i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    @Override
    public void close() {
        try {
            int unused = (int) CLOSE.invokeExact(file);
        } catch (Throwable e) {
            throw failure("close", e);
        }
        arena.close();
    }

    private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    private static IllegalStateException failure(String function, Throwable cause) {
        return new IllegalStateException(function + " failed", cause);
    }
}
