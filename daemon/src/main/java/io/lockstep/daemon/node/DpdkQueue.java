package io.lockstep.daemon.node;

import io.lockstep.dpdk.EthPort;
import io.lockstep.runtime.port.PacketBurst;
import io.lockstep.runtime.port.PortQueue;

/** One queue pair of a DPDK port. Used by the worker that owns it. */
final class DpdkQueue implements PortQueue {
    private final EthPort port;
    private final int queue;

    DpdkQueue(EthPort port, int queue) {
        this.port = port;
        this.queue = queue;
    }

    @Override
    public int receive(PacketBurst burst, int limit) {
        return port.receive(queue, burst.handles(), burst.addresses(), burst.lengths(), limit);
    }

    @Override
    public int transmit(PacketBurst burst, int offset, int count) {
        return port.transmit(queue, burst.handles(), burst.addresses(), burst.lengths(), offset, count);
    }

    @Override
    public int transmitReceived(PacketBurst burst, int offset, int count) {
        return port.transmitReceived(queue, burst.handles(), offset, count);
    }
}
