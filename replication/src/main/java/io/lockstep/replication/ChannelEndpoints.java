package io.lockstep.replication;

import java.net.InetSocketAddress;

/**
 * The two ends of one worker's channel.
 *
 * @param listen where this node's channel listens, in every role
 * @param peer where the other node's channel of the same worker listens
 */
public record ChannelEndpoints(InetSocketAddress listen, InetSocketAddress peer) {
    /** Checks that both addresses are resolved: nothing may look up a name in a duty cycle. */
    public ChannelEndpoints {
        check("listen", listen);
        check("peer", peer);
    }

    /** The endpoints of worker {@code w}: both base ports plus {@code w}. */
    public static ChannelEndpoints of(InetSocketAddress listenBase, InetSocketAddress peerBase, int worker) {
        return new ChannelEndpoints(plus(listenBase, worker), plus(peerBase, worker));
    }

    private static InetSocketAddress plus(InetSocketAddress base, int worker) {
        return new InetSocketAddress(base.getAddress(), base.getPort() + worker);
    }

    private static void check(String name, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the " + name + " address " + address.getHostString()
                    + " of the replication channel cannot be resolved: give an IP address");
        }
    }
}
