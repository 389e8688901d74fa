package io.lockstep.daemon.node;

import io.lockstep.daemon.config.NodeConfig;
import io.lockstep.daemon.config.ReplicationSettings;
import io.lockstep.replication.BackupSeat;
import io.lockstep.replication.ChannelEndpoints;
import io.lockstep.replication.ChannelSetup;
import io.lockstep.replication.ChannelTiming;
import io.lockstep.replication.WorkerChannel;
import io.lockstep.replication.wire.RecordLimits;
import io.lockstep.runtime.clock.NodeClock;
import io.lockstep.runtime.node.Node;
import io.lockstep.runtime.node.WorkerEnds;
import io.lockstep.runtime.replication.PairIdentity;
import io.lockstep.runtime.role.ReleaseHome;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;

/** The channels of a node's workers, one each; none for a node without a pair. */
final class ReplicationChannels {
    private ReplicationChannels() {}

    static List<Agent> create(NodeConfig config, PairIdentity identity, Node node, NodeClock clock) {
        List<Agent> channels = new ArrayList<>();
        config.replication().ifPresent(settings -> {
            BackupSeat seat = new BackupSeat();
            for (int worker = 0; worker < config.node().workers(); worker++) {
                channels.add(create(config, settings, identity, node, clock, seat, worker));
            }
        });
        return channels;
    }

    private static Agent create(
            NodeConfig config,
            ReplicationSettings settings,
            PairIdentity identity,
            Node node,
            NodeClock clock,
            BackupSeat seat,
            int worker) {
        WorkerEnds ends = node.ends().get(worker);
        ChannelTiming usual = ChannelTiming.DEFAULT;
        return new WorkerChannel(new ChannelSetup(
                worker,
                ChannelEndpoints.of(settings.listen().resolve(), settings.peer().resolve(), worker),
                new ChannelTiming(
                        (int) settings.heartbeat().toMillis(),
                        config.release() == ReleaseHome.BACKUP ? usual.ackIntervalUs() : ChannelTiming.EAGER_ACK_US,
                        (int) settings.peerTimeout().toMillis(),
                        usual.handshakeTimeoutMs(),
                        usual.redialMinMs(),
                        usual.redialMaxMs(),
                        usual.probeIntervalMs(),
                        usual.maxPendingHandshakes()),
                new RecordLimits(
                        config.node().owners(),
                        config.ports().size(),
                        node.functions().timers().size(),
                        config.node().maxAccesses(),
                        config.dpdk().bufferBytes(),
                        ends.inbox().maxRecordBytes()),
                identity,
                node.term(),
                node.session(),
                seat,
                ends.log(),
                ends.inbox(),
                ends.executed(),
                ends.status(),
                clock::nanoTime));
    }
}
