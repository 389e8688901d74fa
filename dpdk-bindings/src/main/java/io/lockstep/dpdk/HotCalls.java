package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The burst functions of the shim as critical downcalls: no change of thread state around the call, which is most of
 * what a downcall costs. Any thread; no allocation once compiled. {@link NativeLibrary} has loaded the library
 * before.
 *
 * <p>Arguments are trusted here and in the shim: the public classes check them.
 */
final class HotCalls {
    private static final MethodHandle RX_BURST =
            critical(LockstepDpdk.ls_rx_burst$address(), LockstepDpdk.ls_rx_burst$descriptor());
    private static final MethodHandle TX_BURST =
            critical(LockstepDpdk.ls_tx_burst$address(), LockstepDpdk.ls_tx_burst$descriptor());
    private static final MethodHandle TX_RECEIVED =
            critical(LockstepDpdk.ls_tx_received$address(), LockstepDpdk.ls_tx_received$descriptor());
    private static final MethodHandle ALLOC_BULK =
            critical(LockstepDpdk.ls_mbuf_alloc_bulk$address(), LockstepDpdk.ls_mbuf_alloc_bulk$descriptor());
    private static final MethodHandle FREE_BULK =
            critical(LockstepDpdk.ls_mbuf_free_bulk$address(), LockstepDpdk.ls_mbuf_free_bulk$descriptor());
    private static final MethodHandle PREFETCH =
            critical(LockstepDpdk.ls_prefetch$address(), LockstepDpdk.ls_prefetch$descriptor());
    private static final MethodHandle FILL_BURST =
            critical(LockstepDpdk.ls_mbuf_fill_burst$address(), LockstepDpdk.ls_mbuf_fill_burst$descriptor());

    private HotCalls() {}

    private static MethodHandle critical(MemorySegment address, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(address, descriptor, Linker.Option.critical(false));
    }

    static int rxBurst(
            int port, int queue, MemorySegment mbufs, MemorySegment dataAddresses, MemorySegment lengths, int limit) {
        try {
            return (int) RX_BURST.invokeExact(port, queue, mbufs, dataAddresses, lengths, limit);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int txBurst(
            int port,
            int queue,
            MemorySegment mbufs,
            MemorySegment dataAddresses,
            MemorySegment lengths,
            int offset,
            int count) {
        try {
            return (int) TX_BURST.invokeExact(port, queue, mbufs, dataAddresses, lengths, offset, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int txReceived(int port, int queue, MemorySegment mbufs, int offset, int count) {
        try {
            return (int) TX_RECEIVED.invokeExact(port, queue, mbufs, offset, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int allocBulk(long pool, MemorySegment mbufs, MemorySegment dataAddresses, int offset, int count) {
        try {
            return (int) ALLOC_BULK.invokeExact(pool, mbufs, dataAddresses, offset, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static void freeBulk(MemorySegment mbufs, int offset, int count) {
        try {
            FREE_BULK.invokeExact(mbufs, offset, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static void prefetch(MemorySegment addresses, int count) {
        try {
            PREFETCH.invokeExact(addresses, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    static int fillBurst(
            MemorySegment mbufs,
            MemorySegment dataAddresses,
            MemorySegment sourceAddresses,
            MemorySegment lengths,
            int offset,
            int count) {
        try {
            return (int) FILL_BURST.invokeExact(mbufs, dataAddresses, sourceAddresses, lengths, offset, count);
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** A downcall throws what its argument checks throw (heap array, closed arena, wrong thread), and nothing else. */
    private static RuntimeException rethrow(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a downcall threw a checked exception", e);
    }
}
