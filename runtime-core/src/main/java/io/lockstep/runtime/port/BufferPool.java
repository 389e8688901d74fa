package io.lockstep.runtime.port;

/** Where packet buffers come from and go back to. Safe for all workers at once; called once per burst. */
public interface BufferPool {
    /** Fills handles and addresses of places 0 to {@code count} - 1; all or nothing. */
    boolean allocate(PacketBurst burst, int count);

    /** Gives back the buffers in places {@code offset} to {@code offset + count - 1}. */
    void free(PacketBurst burst, int offset, int count);

    /** Bytes before a fresh buffer's packet address that a packet may grow into. */
    int headroomBytes();

    /** Bytes from a fresh buffer's packet address to the buffer's end. */
    int dataBytes();
}
