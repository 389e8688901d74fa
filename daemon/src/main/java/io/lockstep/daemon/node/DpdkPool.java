package io.lockstep.daemon.node;

import io.lockstep.dpdk.MbufPool;
import io.lockstep.dpdk.Mbufs;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PacketBurst;

/** DPDK's pool of mbufs as the runtime's pool of buffers. Safe for all workers at once. */
final class DpdkPool implements BufferPool {
    private final MbufPool pool;

    DpdkPool(MbufPool pool) {
        this.pool = pool;
    }

    @Override
    public boolean allocate(PacketBurst burst, int count) {
        return pool.allocate(burst.handles(), burst.addresses(), 0, count);
    }

    @Override
    public void free(PacketBurst burst, int offset, int count) {
        Mbufs.free(burst.handles(), offset, count);
    }

    @Override
    public int headroomBytes() {
        return MbufPool.headroomBytes();
    }

    @Override
    public int dataBytes() {
        return pool.dataRoomBytes() - MbufPool.headroomBytes();
    }
}
