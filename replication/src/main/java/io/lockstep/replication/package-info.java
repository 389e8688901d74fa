/**
 * The replication channel: one TCP connection per worker between the two nodes of a pair. The bytes are in
 * {@code docs/wire-protocol.md} and in {@link io.lockstep.replication.wire}.
 *
 * <pre>
 *   one WorkerChannel: one agent, one thread, one event loop, no lock
 *
 *                          Netty's event loop, run once per duty cycle: sockets ◄─► buffers
 *                 ┌───────────────────┬───────────────────────┬──────────────────────────┐
 *              listener            connection              connection                 connection
 *                 │                   │                       │                          │
 *   Acceptor ─────┘ HELLO      PrimaryLink: log ─► RECORDS   BackupLink: RECORDS ─► inbox  EpochProbe
 *     HelloCheck: yes ───────► attach          ACK ─► log      executed ─► ACK         is there a higher epoch?
 *                no: REFUSE                                    Dialer                    Dialer
 *
 *   other threads           conductor: TermHolder ──►│ channel │──► ChannelStatus: conductor, status display
 *                    worker as primary: ReplicationLog ──►│     │──► RecordInbox: worker as backup
 *                                                         │     │◄── ExecutedOrdinal: worker as backup
 *                    the node's other channels: BackupSeat, PairSession (cold)
 * </pre>
 *
 * <p>Both roles' ends are always there and find out from the {@link io.lockstep.runtime.role.TermHolder} whose turn it is, so that
 * a change of role is a matter of the next duty cycle. Netty's callbacks only note what has happened; all decisions are taken in the
 * duty cycle, in the order of {@link io.lockstep.replication.WorkerChannel#doWork}.
 */
package io.lockstep.replication;
