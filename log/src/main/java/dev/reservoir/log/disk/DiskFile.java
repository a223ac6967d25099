package dev.reservoir.log.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * An open file. Positional, thread-safe, interruption-proof: an interrupted reader must not close
 * the file for the others.
 */
public interface DiskFile extends Closeable {
    long size() throws IOException;

    /**
     * Reads into the buffer's remaining space.
     *
     * @return how many bytes, fewer only at the end of the file; -1 when {@code position} lies at
     *     or beyond it
     */
    int read(ByteBuffer target, long position) throws IOException;

    /**
     * Writes all remaining bytes of all buffers, one behind the other, from {@code position} on;
     * advances the buffers.
     */
    void write(ByteBuffer[] sources, long position) throws IOException;

    /** Makes bytes and size durable (fdatasync). */
    void sync() throws IOException;

    void truncate(long size) throws IOException;

    /**
     * Sends a region to a channel without copying it through the heap; may send fewer bytes than
     * asked for, also none.
     */
    long transferTo(long position, long count, WritableByteChannel target) throws IOException;
}
