package io.lockstep.daemon.admin;

import java.util.List;
import java.util.Map;

/**
 * What a node tells about itself: the answer to {@code lockstep status --json}. Numbers count since the daemon's start.
 *
 * @param name of the node
 * @param version of the daemon
 * @param pid of its process
 * @param startedAtUs when it started
 * @param role in lower case: primary, backup, promoting, fenced, diverged
 * @param state the role seen closer, such as reconnecting or draining
 * @param epoch grows by one with each promotion
 * @param protection {@code protected} (a primary with an in-sync backup, or that backup), {@code waiting} (for the other node),
 *     {@code solo} (a primary that runs without one), {@code lost} (fenced or diverged), {@code none} (not configured)
 * @param reason one sentence: why the node is in this role
 * @param promotion the last promotion; null where there was none
 * @param ports by index
 * @param workers by index
 * @param owners by index
 * @param channels by worker; empty without replication
 * @param agents what runs in duty cycles: workers, owners, channels, conductor
 * @param counts what went in and out, which add up with the drops
 * @param drops lost packets by reason
 */
public record NodeStatus(
        String name,
        String version,
        long pid,
        long startedAtUs,
        String role,
        String state,
        long epoch,
        String protection,
        String reason,
        Promotion promotion,
        List<Port> ports,
        List<Worker> workers,
        List<Owner> owners,
        List<Channel> channels,
        List<Agent> agents,
        Counts counts,
        Map<String, Long> drops) {
    /**
     * A promotion of this node.
     *
     * @param acceptedAtUs when the node took up the request
     * @param primaryAtUs when it had become primary; 0: not yet
     * @param firstReleaseAtUs when it released its first packet as primary; 0: not yet
     */
    public record Promotion(long acceptedAtUs, long primaryAtUs, long firstReleaseAtUs) {}

    /**
     * Inputs and their ends, over all workers. Once nothing is in flight: {@code received + timers + replayed + emitted = released +
     * done + left + drops}; see {@code docs/cli.md}.
     *
     * @param received packets taken from ports
     * @param timers timers fired
     * @param replayed records replayed, of packets and timers
     * @param emitted packets of the functions' own making
     * @param released packets handed to ports
     * @param done inputs that ended without a packet
     * @param left packets that were the other node's to release
     */
    public record Counts(
            long received, long timers, long replayed, long emitted, long released, long done, long left) {}

    /**
     * A port.
     *
     * @param name in the configuration
     * @param device ethdev
     * @param mac source MAC address of released frames
     * @param address with prefix length; empty: transparent
     * @param linkUp whether there is a link
     * @param rxPackets received
     * @param txPackets sent
     * @param missedPackets lost by the device because nobody polled
     */
    public record Port(
            String name,
            String device,
            String mac,
            String address,
            boolean linkUp,
            long rxPackets,
            long txPackets,
            long missedPackets) {}

    /**
     * A worker.
     *
     * @param index from 0
     * @param inFlight packets now between receive and verdict
     * @param held packets that wait until the backup has executed their records ({@code release: primary})
     * @param heldBack polls left out because the held packets left no room for more
     * @param records records claimed or replayed
     * @param acknowledged records that the backup has executed
     * @param logBytesUsed of the replication log or, on a backup, of the inbox
     * @param logBytes capacity
     */
    public record Worker(
            int index,
            int inFlight,
            int held,
            long heldBack,
            long records,
            long acknowledged,
            long logBytesUsed,
            long logBytes) {}

    /**
     * A state owner.
     *
     * @param index from 0
     * @param accesses run, which is also the next sequence number
     * @param parked accesses that wait for an earlier one
     * @param stateBytes memory of its shared variables
     * @param digestChecks pieces of it whose digests were streamed (primary) or found equal (backup)
     * @param digestPasses how often that has come to the end of it
     */
    public record Owner(int index, long accesses, long parked, long stateBytes, long digestChecks, long digestPasses) {}

    /**
     * A worker's channel to the peer.
     *
     * @param worker index
     * @param state in lower case: disconnected, handshake, streaming
     * @param peer endpoint
     * @param connections that came to streaming
     * @param refused connections turned away
     * @param malformed frames that could not be read
     * @param lastProblem as a sentence; empty: none
     */
    public record Channel(
            int worker,
            String state,
            String peer,
            long connections,
            long refused,
            long malformed,
            String lastProblem) {}

    /**
     * How busy an agent is; with {@code idle: busy-spin} the system's own tools show every thread at 100 %.
     *
     * @param name such as {@code worker-0}
     * @param busyNs wall time of the duty cycles that found work
     * @param cycles duty cycles
     * @param busyCycles duty cycles that found work
     * @param longestCycleNs the longest duty cycle since the start
     */
    public record Agent(String name, long busyNs, long cycles, long busyCycles, long longestCycleNs) {}
}
