/**
 * Administration of a running daemon over a Unix socket that only its owner can use.
 *
 * <pre>
 *   lockstep status ── AdminClient ══ Unix socket ══ AdminServer (one thread) ──► AdminHandler (the node)
 *                        {"command":"status"}\n ►
 *                      ◄ {"ok":true,"result":{...}}\n
 * </pre>
 *
 * <p>One line of JSON each way, in UTF-8, bounded; a connection may ask several times. The fields are those of the records
 * here: {@link io.lockstep.daemon.admin.AdminRequest}, {@link io.lockstep.daemon.admin.NodeStatus}, {@link
 * io.lockstep.daemon.admin.PromoteResult}. Points in time are microseconds since the epoch, which every JSON reader holds
 * exactly.
 */
package io.lockstep.daemon.admin;
