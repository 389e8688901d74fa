package io.lockstep.runtime.replication;

import io.lockstep.runtime.role.Term;
import java.util.UUID;

/**
 * What a channel tells the rest of the node. Written by the channel's thread, read by the conductor and for display.
 *
 * <p>Fields are volatile one by one; a reader that needs several reads {@link #state()} last.
 */
public final class ChannelStatus {
    private volatile ChannelState state = ChannelState.DISCONNECTED;
    private volatile Term actedOn;
    private volatile UUID peerNodeId;
    private volatile long lastHeardNs;
    private volatile long highestEpochSeen;
    private volatile long freshBackupEpoch;
    private volatile long probes;
    private volatile boolean peerWantsHandover;
    private volatile boolean handedOver;
    private volatile boolean inboundComplete = true;
    private volatile boolean peerDiverged;
    private volatile boolean leftBehind;
    private volatile String lastProblem = "";
    private volatile long refusedConnections;
    private volatile long malformedFrames;
    private volatile long connections;
    private volatile long discardedRecords;

    /** How the channel is. */
    public ChannelState state() {
        return state;
    }

    /** Channel thread. */
    public void state(ChannelState next) {
        state = next;
    }

    /** The term that the channel has last acted on: it holds no connection that this term forbids. Null before the first. */
    public Term actedOn() {
        return actedOn;
    }

    /** Channel thread. */
    public void actedOn(Term term) {
        actedOn = term;
    }

    /** Who is at the other end, null before the first handshake. */
    public UUID peerNodeId() {
        return peerNodeId;
    }

    /** Channel thread. */
    public void peerNodeId(UUID id) {
        peerNodeId = id;
    }

    /** {@link System#nanoTime} of the last bytes from the peer. */
    public long lastHeardNs() {
        return lastHeardNs;
    }

    /** Channel thread. */
    public void lastHeardNs(long nowNs) {
        lastHeardNs = nowNs;
    }

    /** Highest epoch that a peer has named, one without state left out. */
    public long highestEpochSeen() {
        return highestEpochSeen;
    }

    /** Channel thread. Keeps the maximum. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void epochSeen(long epoch) {
        highestEpochSeen = Math.max(highestEpochSeen, epoch);
    }

    /** Highest epoch that a backup without state has named: it was part of that epoch before it was started anew. */
    public long freshBackupEpoch() {
        return freshBackupEpoch;
    }

    /** Channel thread. Keeps the maximum. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void freshBackupEpochSeen(long epoch) {
        freshBackupEpoch = Math.max(freshBackupEpoch, epoch);
    }

    /** Primary without a backup: how often it has asked its peer for the epoch, answered or not. */
    public long probes() {
        return probes;
    }

    /** Channel thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void countProbe() {
        probes++;
    }

    /** Primary: whether the attached backup asks for a planned handover. */
    public boolean peerWantsHandover() {
        return peerWantsHandover;
    }

    /** Channel thread. */
    public void peerWantsHandover(boolean wants) {
        peerWantsHandover = wants;
    }

    /** Backup: the primary has stopped for it, and all its records are in the inbox. */
    public boolean handedOver() {
        return handedOver;
    }

    /** Channel thread. */
    public void handedOver(boolean over) {
        handedOver = over;
    }

    /** True when no connection is open and all complete records that one has brought are in the inbox. */
    public boolean inboundComplete() {
        return inboundComplete;
    }

    /** Channel thread. */
    public void inboundComplete(boolean complete) {
        inboundComplete = complete;
    }

    /** Primary: the backup has said that its state differs. */
    public boolean peerDiverged() {
        return peerDiverged;
    }

    /** Channel thread. */
    public void peerDiverged(boolean diverged) {
        peerDiverged = diverged;
    }

    /** Backup: the primary has gone on without it, so what it has released since is not in this node's state. */
    public boolean leftBehind() {
        return leftBehind;
    }

    /** Channel thread. */
    public void leftBehind(boolean behind) {
        leftBehind = behind;
    }

    /** The last refusal, failure or disconnect as a sentence; empty when there was none. */
    public String lastProblem() {
        return lastProblem;
    }

    /** Channel thread. */
    public void lastProblem(String sentence) {
        lastProblem = sentence;
    }

    /** Connections turned away: strangers, mismatches, second backups. */
    public long refusedConnections() {
        return refusedConnections;
    }

    /** Channel thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void countRefused() {
        refusedConnections++;
    }

    /** Frames that could not be decoded; each ends its connection. */
    public long malformedFrames() {
        return malformedFrames;
    }

    /** Channel thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void countMalformed() {
        malformedFrames++;
    }

    /** Connections that came to {@link ChannelState#STREAMING}. */
    public long connections() {
        return connections;
    }

    /** Channel thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void countConnection() {
        connections++;
    }

    /** Primary: records that were given up unacknowledged when the node went solo. */
    public long discardedRecords() {
        return discardedRecords;
    }

    /** Channel thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void countDiscarded(long records) {
        if (records > 0) {
            discardedRecords += records;
        }
    }
}
