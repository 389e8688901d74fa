package io.lockstep.dpdk;

import io.lockstep.dpdk.bindings.LockstepDpdk;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * One Ethernet port. There is one object per port, whoever asks for it.
 *
 * <p>Life: {@link #configure} → {@link #start} → bursts → {@link #stop} → (configure or start again, or) {@link
 * #close}. Control methods may be called by any thread and exclude each other. {@link #receive} and {@link #transmit}
 * are the hot calls: each (port, queue) belongs to one thread, the port is started before that thread polls, and
 * stopped after it ended.
 */
public final class EthPort implements AutoCloseable {
    private static final Map<Integer, EthPort> PORTS = new ConcurrentHashMap<>();

    private final int index;
    private final String name;
    private boolean closed;

    // Written by configure and close, before the worker threads start and after they ended; read by every burst.
    private int rxQueues;
    private int txQueues;

    private EthPort(int index) {
        this.index = index;
        this.name = PortCalls.info(index, "port " + index).name();
    }

    /**
     * The port of a device: {@code net_pcap0}, {@code 0000:03:00.0}.
     *
     * @throws DpdkException if there is none; the message lists the ports there are
     */
    public static EthPort byName(String name) {
        Eal.requireRunning();
        return byIndex(PortCalls.find(name));
    }

    /**
     * The port with this DPDK port id.
     *
     * @throws DpdkException if there is none
     */
    public static EthPort byIndex(int index) {
        Eal.requireRunning();
        return PORTS.computeIfAbsent(index, EthPort::new);
    }

    /** Every port of the process, by ascending index. */
    public static List<EthPort> all() {
        Eal.requireRunning();
        return PortCalls.indexes()
                .mapToObj((IntFunction<EthPort>) EthPort::byIndex)
                .toList();
    }

    /** The DPDK port id. */
    public int index() {
        return index;
    }

    /** The device name. */
    public String name() {
        return name;
    }

    public synchronized PortInfo info() {
        return PortCalls.info(live(), name);
    }

    /**
     * Sets up all queues of the stopped port; every RX queue takes its mbufs from {@code pool}.
     *
     * @return what the device made of it: descriptors within its limits, the MTU, and whether it does RSS
     * @throws DpdkException if the device cannot (too many queues, MTU out of range), is started, or the pool's mbufs
     *     are too small for the MTU
     */
    public synchronized PortConfig configure(PortConfig config, MbufPool pool) {
        PortConfig applied = PortCalls.configure(live(), name, config, pool);
        rxQueues = applied.rxQueues();
        txQueues = applied.txQueues();
        return applied;
    }

    /** Lets packets flow. */
    public synchronized void start() {
        PortCalls.check("ls_port_start", name, LockstepDpdk.ls_port_start(live()), "Expected: a configured port.");
    }

    /** Stops the flow; {@link #start} resumes it. A capture file is complete afterwards. */
    public synchronized void stop() {
        PortCalls.check("ls_port_stop", name, LockstepDpdk.ls_port_stop(live()), "");
    }

    /** Stops the port and frees its device; its mbufs return to their pool. No effect when closed already. */
    @Override
    public synchronized void close() {
        if (closed || !Eal.isRunning()) {
            return;
        }
        closed = true;
        rxQueues = 0;
        txQueues = 0;
        PORTS.remove(index, this);
        PortCalls.check("ls_port_close", name, LockstepDpdk.ls_port_close(index), "");
    }

    /** For {@link Eal#close}: no port survives it, whatever another one answers. */
    static void closeAll() {
        DpdkException failure = null;
        for (EthPort port : PORTS.values()) {
            try {
                port.close();
            } catch (DpdkException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The hardware address: 6 bytes, in transmission order. */
    public synchronized byte[] mac() {
        return PortCalls.mac(live(), name);
    }

    /**
     * Changes the hardware address.
     *
     * @param address 6 bytes, in transmission order; unicast
     * @throws DpdkException if the device cannot
     */
    public synchronized void setMac(byte[] address) {
        PortCalls.setMac(live(), name, address);
    }

    /**
     * Whether to receive frames for any address.
     *
     * @throws DpdkException if the device cannot be told
     */
    public synchronized void setPromiscuous(boolean on) {
        int result = LockstepDpdk.ls_port_promiscuous_set(live(), on ? 1 : 0);
        PortCalls.check("ls_port_promiscuous_set", name, result, "The driver may not support it.");
    }

    /** The link, without waiting for it. */
    public synchronized LinkStatus link() {
        return PortCalls.link(live(), name);
    }

    public synchronized PortStats stats() {
        return PortCalls.stats(live(), name);
    }

    public synchronized void resetStats() {
        int result = LockstepDpdk.ls_port_stats_reset(live());
        PortCalls.check("ls_port_stats_reset", name, result, "The driver may not support it.");
    }

    /** Configured RX queues; 0 before {@link #configure}. */
    public int rxQueues() {
        return rxQueues;
    }

    /** Configured TX queues; 0 before {@link #configure}. */
    public int txQueues() {
        return txQueues;
    }

    /**
     * Receives up to {@code limit} packets, without waiting, into the first elements of native arrays: mbuf handles
     * ({@code long}), addresses of the first byte ({@code long}), lengths ({@code int}). The packets are the caller's
     * then, to transmit or to free.
     *
     * <p>Data address 0: the packet came in segments too long to join; count and free it. No allocation, no lock.
     *
     * @return how many packets, 0 to {@code limit}
     * @throws IndexOutOfBoundsException if there is no such queue or an array is shorter than {@code limit}
     */
    public int receive(int queue, MemorySegment mbufs, MemorySegment dataAddresses, MemorySegment lengths, int limit) {
        Objects.checkIndex(queue, rxQueues);
        Mbufs.requireLongs(mbufs, 0, limit);
        Mbufs.requireLongs(dataAddresses, 0, limit);
        Mbufs.requireInts(lengths, 0, limit);
        return HotCalls.rxBurst(index, queue, mbufs, dataAddresses, lengths, limit);
    }

    /**
     * Sends the packets of elements {@code [offset, offset + count)}: {@code lengths[i]} bytes from {@code
     * dataAddresses[i]}, which may have moved within the mbuf since it was received. No allocation, no lock.
     *
     * @return how many the device took, from {@code offset} on; these are gone, the rest stay the caller's
     * @throws IndexOutOfBoundsException if there is no such queue or the elements reach outside of an array
     * @throws IllegalArgumentException if a packet reaches outside of its mbuf; nothing was sent
     */
    public int transmit(
            int queue, MemorySegment mbufs, MemorySegment dataAddresses, MemorySegment lengths, int offset, int count) {
        Objects.checkIndex(queue, txQueues);
        Mbufs.requireLongs(mbufs, offset, count);
        Mbufs.requireLongs(dataAddresses, offset, count);
        Mbufs.requireInts(lengths, offset, count);
        int sent = HotCalls.txBurst(index, queue, mbufs, dataAddresses, lengths, offset, count);
        if (sent < 0) {
            throw outsideOfMbuf(queue);
        }
        return sent;
    }

    /**
     * As {@link #transmit}, for packets that {@link #receive} has put into {@code mbufs} and whose addresses and lengths are what it told:
     * there is nothing to check and nothing to tell the device anew. No allocation, no lock.
     *
     * @return how many the device took, from {@code offset} on; these are gone, the rest stay the caller's
     * @throws IndexOutOfBoundsException if there is no such queue or the elements reach outside of the array
     */
    public int transmitReceived(int queue, MemorySegment mbufs, int offset, int count) {
        Objects.checkIndex(queue, txQueues);
        Mbufs.requireLongs(mbufs, offset, count);
        return HotCalls.txReceived(index, queue, mbufs, offset, count);
    }

    private IllegalArgumentException outsideOfMbuf(int queue) {
        return new IllegalArgumentException(
                "port %s, TX queue %d: a packet's address and length reach outside of its mbuf; nothing was sent"
                        .formatted(name, queue));
    }

    /** The index, if a control call may use it. */
    private int live() {
        Eal.requireRunning();
        if (closed) {
            throw new IllegalStateException("port %s is closed".formatted(name));
        }
        return index;
    }

    @Override
    public String toString() {
        return "EthPort[%d, %s]".formatted(index, name);
    }
}
