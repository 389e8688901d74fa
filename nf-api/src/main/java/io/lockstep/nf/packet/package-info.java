/**
 * The packet flyweight and static accessors for the headers in it.
 *
 * <p>A {@link io.lockstep.nf.packet.Packet} is a window on a buffer outside the heap; header classes such as
 * {@code Ipv4} hold no state and take the packet and the header's offset in it. All multi-byte values are in network byte
 * order. Worker threads only.
 */
package io.lockstep.nf.packet;
