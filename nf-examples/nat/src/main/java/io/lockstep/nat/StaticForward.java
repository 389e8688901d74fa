package io.lockstep.nat;

/**
 * A configured mapping that never expires: a port forward.
 *
 * @param inside endpoint of the inside server
 * @param external endpoint that the outside sees
 * @param addressIndex index of the external address
 * @param insidePort index of the port behind which the server is
 */
record StaticForward(long inside, long external, int addressIndex, int insidePort) {}
