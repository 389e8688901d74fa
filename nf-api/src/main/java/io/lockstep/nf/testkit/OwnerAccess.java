package io.lockstep.nf.testkit;

/**
 * One line of an owner's history: which packet's access had a sequence number.
 *
 * @param sequence the owner's sequence number, from 0
 * @param worker the packet's worker
 * @param ordinal the packet's place among its worker's inputs, from 0
 * @param access the access's place among the packet's, from 0
 * @param variable name of the shared variable
 */
public record OwnerAccess(long sequence, int worker, long ordinal, int access, String variable) {}
