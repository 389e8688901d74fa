package io.lockstep.runtime.replication;

/** How a worker's replication channel is. */
public enum ChannelState {
    /** No connection. A backup dials its peer; a primary listens, and dials now and then to learn of a higher epoch. */
    DISCONNECTED,
    /** A connection is there and the handshake is under way. */
    HANDSHAKE,
    /** Records and acknowledgements flow. */
    STREAMING
}
