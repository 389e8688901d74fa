/**
 * The runtime of a Lockstep node: everything between a port and the replication channel.
 *
 * <pre>
 *   port ──► worker ──► (request ring) ──► state owner
 *             │  ▲                             │
 *             │  └───────── (reply ring) ◄─────┘
 *             ├──► transmit buffers ──► port                    (solo primary, backup)
 *             └──► replication log ──► channel ══ TCP ══► channel ──► inbox ──► worker of the backup
 * </pre>
 *
 * <p>Every moving part is an {@link org.agrona.concurrent.Agent} with a duty cycle that never blocks. Ports, buffers and
 * channels are known as interfaces only, so that the same classes run on DPDK and in a simulator.
 */
package io.lockstep.runtime;
