/**
 * The composition root: a configuration becomes a running node.
 *
 * <pre>
 *   NodeConfig ──► DpdkPorts (EAL, pool, ports) ─┐
 *              ──► NodeFunctions (plugins) ──────┼──► Node ──► AgentThreads (workers, owners, channels, conductor)
 *              ──► WorkerChannel per worker ─────┘       └──► NodeAdmin behind the admin socket
 * </pre>
 *
 * <p>Everything here runs on the main thread while the node starts and stops, except where a class says otherwise.
 */
package io.lockstep.daemon.node;
