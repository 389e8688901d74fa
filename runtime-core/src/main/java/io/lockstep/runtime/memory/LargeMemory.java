package io.lockstep.runtime.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory for what a packet reaches into at random: flow tables, replication logs. On transparent huge pages where the kernel has them
 * ({@code /sys/kernel/mm/transparent_hugepage/enabled}: {@code madvise} or {@code always}), so that a lookup does not also miss the TLB,
 * which in a virtual machine costs more than the lookup.
 *
 * <p>All of it is touched before it is handed out: no page fault later. Used while a node starts.
 */
public final class LargeMemory {
    /** From this size on huge pages are asked for: one of them. */
    static final long HUGE_PAGE_BYTES = 2 << 20;

    private static final long PAGE_BYTES = 4096;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final int MADV_HUGEPAGE = 14;
    private static final MemorySegment MAP_FAILED = MemorySegment.ofAddress(-1);

    private static final MethodHandle MMAP = libc(
            "mmap",
            FunctionDescriptor.of(
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG));
    private static final MethodHandle MADVISE = libc(
            "madvise",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle MUNMAP =
            libc("munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private LargeMemory() {}

    /**
     * Zeroed memory that lives as long as the arena.
     *
     * @param alignmentBytes a power of two, at most {@link #HUGE_PAGE_BYTES}
     * @throws OutOfMemoryError when the system has none left
     */
    public static MemorySegment allocate(Arena arena, long sizeBytes, long alignmentBytes) {
        return sizeBytes < HUGE_PAGE_BYTES ? arena.allocate(sizeBytes, alignmentBytes) : mapped(arena, sizeBytes);
    }

    private static MemorySegment mapped(Arena arena, long sizeBytes) {
        long mappedBytes = sizeBytes + HUGE_PAGE_BYTES; // room to begin at a multiple of the page size
        MemorySegment mapping = map(mappedBytes);
        long start = (mapping.address() + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        MemorySegment memory =
                MemorySegment.ofAddress(start).reinterpret(sizeBytes, arena, ignored -> unmap(mapping, mappedBytes));
        adviseHugePages(memory);
        for (long offset = 0; offset < sizeBytes; offset += PAGE_BYTES) {
            memory.set(ValueLayout.JAVA_BYTE, offset, (byte) 0);
        }
        return memory;
    }

    private static MemorySegment map(long sizeBytes) {
        MemorySegment mapping;
        try {
            mapping = (MemorySegment)
                    MMAP.invokeExact(MemorySegment.NULL, sizeBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (mapping.equals(MAP_FAILED)) {
            throw new OutOfMemoryError("the system has no " + sizeBytes + " bytes of memory left for state or logs");
        }
        return mapping;
    }

    /** A kernel without huge pages refuses: then it is small pages. */
    private static void adviseHugePages(MemorySegment memory) {
        try {
            int ignored = (int) MADVISE.invokeExact(memory, memory.byteSize(), MADV_HUGEPAGE);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void unmap(MemorySegment mapping, long sizeBytes) {
        try {
            int ignored = (int) MUNMAP.invokeExact(mapping, sizeBytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle libc(String function, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup()
                        .find(function)
                        .orElseThrow(() -> new UnsatisfiedLinkError("libc has no " + function)),
                descriptor);
    }

    /** A downcall throws what its argument checks throw, and nothing else. */
    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a call of libc has failed", e);
    }
}
