package io.lockstep.daemon.config;

/** How a node's agents share threads. */
public enum ThreadMode {
    /** Each agent has a thread, and a core, of its own. */
    DEDICATED,
    /** All agents run on one thread, for small machines. */
    SHARED
}
