/**
 * The bytes on the replication link: frames, the handshake messages, and the checks on all that comes in.
 *
 * <p>Plain classes over {@link io.netty.buffer.ByteBuf}, without a pipeline and without state beyond one connection's: they
 * run on the thread of the channel that calls them, and in a unit test on none. Everything is little-endian. The format is drawn
 * byte by byte in {@code docs/wire-protocol.md}.
 *
 * <pre>
 *   InboundBuffer ──► {@link io.lockstep.replication.wire.FrameReader} ──┬─► Hello, Welcome, Notice: decoded to values (cold)
 *                      length, type, CRC32C                              ├─► Ack, Heartbeat: read in place
 *                                                                        └─► {@link io.lockstep.replication.wire.RecordsCheck}: checked in place, then copied
 * </pre>
 */
package io.lockstep.replication.wire;
