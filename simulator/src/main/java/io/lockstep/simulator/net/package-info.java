/**
 * A network of two machines in memory, behind Netty's channels: the product's own channel classes run over it unchanged.
 *
 * <pre>
 *   WorkerChannel ─ ManualIoEventLoop ─ {@link io.lockstep.simulator.net.SimIo}: polls its channels, as epoll would
 *                                          SimServerChannel ─ Listener: backlog
 *                                          SimChannel ─ Endpoint ─┐
 *                                                                 │ Connection: two Pipes, moved by {@link io.lockstep.simulator.net.SimNetwork#step}
 *                                          SimChannel ─ Endpoint ─┘
 * </pre>
 *
 * <p>An endpoint is what the kernel has of a connection: it lives on while its process is paused, and tells the peer when its
 * process dies. Nothing moves by itself; a step of the network moves some bytes of one connection. All on the simulation's thread.
 */
package io.lockstep.simulator.net;
