/**
 * What the runtime and a replication channel share: the record's layout, the replication log of the primary, the inbox of
 * the backup, and the status by which channels and node tell each other how they are.
 *
 * <pre>
 *   primary                                                 backup
 *   worker w ──► ReplicationLog w ──► channel w ═══════► channel w ──► RecordInbox w ──► worker w
 *                     ▲ acknowledge ──┘   ◄═══ executed ═══┘   ◄── executedOrdinal ───────────────┘
 * </pre>
 */
package io.lockstep.runtime.replication;
