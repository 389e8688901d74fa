package io.lockstep.simulator.world;

import io.lockstep.replication.ChannelTiming;
import io.lockstep.runtime.node.SwitchoverTiming;
import io.lockstep.runtime.role.ReleaseHome;
import java.util.SplittableRandom;

/**
 * What a run is made of, drawn from its seed before anything happens.
 *
 * @param planned whether nothing goes wrong and there is a switchover
 * @param nat whether the network function is the NAT and not the nasty one
 * @param release which node lets output leave
 * @param workers 1 to 3
 * @param owners 1 to 3
 * @param stages functions in the chain, 1 or 2
 * @param variables shared variables of each nasty function
 * @param logBytes of the first node's logs and inboxes: the smallest that works, or two or four times as much
 * @param inboxBytes of the second node's: not always the same, so that an inbox fills up before the log does
 * @param timer whether the function has one
 * @param hold the policy when the backup is lost: hold or continue
 * @param lagTimeoutNs how long a connected backup may execute nothing
 * @param waitForBackupNs how long a starting primary waits
 * @param kernelBytes of each socket's send and receive buffer; as on Linux, room for the longest notice that is sent before a close
 * @param readsOnAfterEnd whether sockets behave as under native epoll or as under NIO
 * @param steps of chaos
 * @param stepNs longest time between two steps
 * @param faultsPerMille how many of the steps are faults
 * @param inputsPerMille how many of the steps bring frames
 * @param networkPerMille how many of the steps move bytes
 */
public record Scenario(
        boolean planned,
        boolean nat,
        ReleaseHome release,
        int workers,
        int owners,
        int stages,
        int variables,
        int logBytes,
        int inboxBytes,
        boolean timer,
        boolean hold,
        long lagTimeoutNs,
        long waitForBackupNs,
        int kernelBytes,
        boolean readsOnAfterEnd,
        int steps,
        int stepNs,
        int faultsPerMille,
        int inputsPerMille,
        int networkPerMille) {
    static final int IN_FLIGHT = 16;
    static final int MAX_ACCESSES = 8;
    static final ChannelTiming TIMING = new ChannelTiming(4, 0, 20, 15, 1, 4, 10, 4);
    static final long PEER_TIMEOUT_NS = 20_000_000L;
    static final long QUIET_NS = 2_000_000L;

    private static final int LEAST_LOG_BYTES = 1 << 14;

    /** A planned switchover of a run in which nothing goes wrong has the time it needs. */
    SwitchoverTiming switchover() {
        return new SwitchoverTiming(QUIET_NS, 20_000_000L, planned ? 600_000_000L : 60_000_000L);
    }

    boolean primaryReleases() {
        return release == ReleaseHome.PRIMARY;
    }

    static Scenario draw(SplittableRandom random) {
        int owners = 1 + random.nextInt(3);
        boolean planned = random.nextInt(8) == 0;
        return new Scenario(
                planned,
                random.nextInt(6) == 0,
                random.nextInt(3) == 0 ? ReleaseHome.PRIMARY : ReleaseHome.BACKUP,
                1 + random.nextInt(6) / 3 + random.nextInt(6) / 5,
                owners,
                1 + random.nextInt(4) / 3,
                owners + random.nextInt(3),
                LEAST_LOG_BYTES << random.nextInt(3),
                LEAST_LOG_BYTES << random.nextInt(2),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                (planned ? 1000 : 10 << random.nextInt(3)) * 1_000_000L,
                !planned && random.nextInt(4) == 0 ? 40_000_000L : Long.MAX_VALUE,
                1024 << random.nextInt(5),
                random.nextBoolean(),
                400 + random.nextInt(2400),
                1_000 << random.nextInt(planned ? 6 : 8),
                planned || random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(25),
                random.nextInt(6) == 0 ? 150 : 10 + random.nextInt(60),
                50 + random.nextInt(250));
    }
}
