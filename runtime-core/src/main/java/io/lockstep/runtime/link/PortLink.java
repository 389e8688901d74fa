package io.lockstep.runtime.link;

/**
 * Layer 2 of one port, shared by all workers: the node's own addresses and the neighbours it knows.
 *
 * <p>Immutable but for the {@link Neighbours}.
 */
public final class PortLink {
    private final LinkSettings settings;
    private final int[] addresses;
    private final int mask;
    private final Neighbours neighbours = new Neighbours();

    /** Makes the link layer of a port; a transparent port has no addresses and no neighbours. */
    public PortLink(LinkSettings settings) {
        this.settings = settings;
        this.addresses =
                settings.info().addresses().stream().mapToInt(Integer::intValue).toArray();
        int prefix = settings.info().prefixLength();
        this.mask = prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    /** The port's settings. */
    public LinkSettings settings() {
        return settings;
    }

    /** Whether frames pass unchanged at layer 2. */
    public boolean transparent() {
        return addresses.length == 0;
    }

    /** The node's MAC address here. */
    public long mac() {
        return settings.mac();
    }

    int address() {
        return addresses[0];
    }

    int[] addresses() {
        return addresses;
    }

    boolean owns(int address) {
        for (int own : addresses) {
            if (own == address) {
                return true;
            }
        }
        return false;
    }

    boolean connected(int address) {
        return ((address ^ addresses[0]) & mask) == 0;
    }

    /** The address to resolve for a destination: itself when connected, else the gateway; 0 when there is no way. */
    int nextHop(int destination) {
        return connected(destination) ? destination : settings.gateway();
    }

    /** Number of neighbours known. Any thread. */
    public int neighbourCount() {
        return neighbours.size();
    }

    Neighbours neighbours() {
        return neighbours;
    }
}
