package io.lockstep.daemon.node;

import io.lockstep.daemon.StartException;
import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.PortSettings;
import io.lockstep.dpdk.DpdkException;
import io.lockstep.dpdk.Eal;
import io.lockstep.dpdk.EthPort;
import io.lockstep.dpdk.LinkStatus;
import io.lockstep.dpdk.MbufPool;
import io.lockstep.dpdk.PortConfig;
import io.lockstep.dpdk.PortStats;
import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.port.BufferPool;
import io.lockstep.runtime.port.PortQueue;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DPDK as the configuration asks for it: the environment, one pool, all ports configured. Packets flow after {@link #start}. */
final class DpdkPorts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DpdkPorts.class);
    private static final int POOL_CACHE = 256;

    private final Eal eal;
    private final MbufPool pool;
    private final List<EthPort> ports = new ArrayList<>();
    private final List<LinkSettings> links = new ArrayList<>();

    private DpdkPorts(Eal eal, MbufPool pool) {
        this.eal = eal;
        this.pool = pool;
    }

    /**
     * Starts DPDK and configures every port.
     *
     * @throws io.lockstep.dpdk.DpdkException naming the device and what to do
     */
    static DpdkPorts open(NodeConfig config) throws StartException {
        Eal eal = Eal.init(ealArguments(config));
        try {
            MbufPool pool = MbufPool.create(
                    "lockstep",
                    config.poolBuffers(),
                    POOL_CACHE,
                    config.dpdk().bufferBytes() + MbufPool.headroomBytes(),
                    MbufPool.ANY_NUMA_SOCKET);
            DpdkPorts opened = new DpdkPorts(eal, pool);
            for (PortSettings settings : config.ports()) {
                opened.openPort(config, settings);
            }
            return opened;
        } catch (StartException | RuntimeException | Error e) {
            eal.close();
            throw e;
        }
    }

    /** The EAL's arguments: what the configuration says and what Lockstep needs itself. */
    static List<String> ealArguments(NodeConfig config) {
        List<String> arguments = new ArrayList<>(config.dpdk().eal());
        if (!config.dpdk().hugePages()) {
            arguments.add("--no-huge");
            arguments.remove("--in-memory"); // implied by --no-huge, and refused beside it
            addOnce(arguments, "--no-shconf");
        }
        config.memoryMb().ifPresent(megabytes -> {
            arguments.add("-m");
            arguments.add(Integer.toString(megabytes));
        });
        config.ports().forEach(port -> port.vdev().ifPresent(vdev -> arguments.add("--vdev=" + vdev)));
        return arguments;
    }

    private static void addOnce(List<String> arguments, String argument) {
        if (!arguments.contains(argument)) {
            arguments.add(argument);
        }
    }

    private void openPort(NodeConfig config, PortSettings settings) throws StartException {
        EthPort port = EthPort.byName(settings.device());
        int queues = config.node().workers();
        PortConfig made = port.configure(
                new PortConfig(
                        queues, queues, settings.rxDescriptors(), settings.txDescriptors(), settings.mtu(), queues > 1),
                pool);
        setMac(port, settings);
        if (settings.promiscuous()) {
            port.setPromiscuous(true);
        }
        ports.add(port);
        links.add(new LinkSettings(
                settings.info(),
                toLong(port.mac()),
                settings.gateway().orElse(0),
                settings.promiscuous(),
                config.peerIndex(settings).orElse(-1)));
        LOG.info("port {}: {} as {}", settings.name(), port.info(), made);
    }

    private static void setMac(EthPort port, PortSettings settings) throws StartException {
        if (settings.mac().isEmpty()) {
            return;
        }
        try {
            port.setMac(settings.mac().get().bytes());
        } catch (DpdkException e) {
            throw new StartException(
                    "ports[" + settings.index() + "].mac is set, but the driver of " + settings.device()
                            + " cannot change its MAC address: leave mac out (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Lets packets flow. */
    void start() {
        ports.forEach(EthPort::start);
    }

    /** The ports' settings with the MAC addresses that the devices have, by index. */
    List<LinkSettings> links() {
        return links;
    }

    PortQueue queue(int port, int worker) {
        return new DpdkQueue(ports.get(port), worker);
    }

    BufferPool bufferPool() {
        return new DpdkPool(pool);
    }

    PortStats stats(int port) {
        return ports.get(port).stats();
    }

    LinkStatus link(int port) {
        return ports.get(port).link();
    }

    @Override
    public void close() {
        eal.close();
    }

    private static long toLong(byte[] mac) {
        long value = 0;
        for (byte octet : mac) {
            value = value << 8 | (octet & 0xff);
        }
        return value;
    }
}
