package io.lockstep.simulator.nf;

/** Told what a node's nasty function does, as it does it. This is the one thing that the function does beside its work. */
public interface NastyObserver {
    /** A worker starts an input; a timer's number or -1. */
    void onStart(int worker, long id, int timer, int port, long now, long random);

    /** An owner has run an access. {@code drawn} is the random number that it took, if the operation takes one. */
    void onAccess(int variable, int owner, long id, int index, int operation, long drawn, long result, boolean threw);
}
