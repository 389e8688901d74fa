package io.lockstep.runtime.nf;

/**
 * A declared timer; its number on the node is its place in the list.
 *
 * @param function index of the network function
 * @param number what the function knows it by
 * @param intervalNs interval between firings
 */
public record NodeTimer(int function, int number, long intervalNs) {}
