package io.lockstep.simulator.world;

import io.lockstep.runtime.link.LinkSettings;
import io.lockstep.runtime.nf.FunctionSpec;
import java.util.List;

/** What the pair is there for in a run: its ports, its network function, the frames that come, what is to be said of those that leave. */
interface Workload {
    /** Ports of a machine's node. */
    List<LinkSettings> ports(int machine);

    /** The chain of all ports of a process. */
    List<FunctionSpec> functions(Witness witness);

    /** The next frame, to arrive at a port. */
    byte[] next(int port);

    /** A frame that was to arrive found the receive queue full. */
    void refused(byte[] frame);

    /** A frame has left a node, at the moment it leaves. */
    void onFrame(Machine machine, int port, int worker, byte[] frame, int lengthBytes);

    /** Whether the network function tells the model of every access. */
    boolean isObserved();

    /** Frames made so far. */
    long inputs();

    /** Packets that have left so far. */
    int released();
}
