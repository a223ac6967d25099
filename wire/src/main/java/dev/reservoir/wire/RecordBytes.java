package dev.reservoir.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Record batches on their way out, wherever they lie: the part of a response that is sent without a
 * copy. Used by one thread.
 */
public interface RecordBytes extends Closeable {
    int length();

    /**
     * Sends bytes from {@code from} on; may send fewer than are left, also none when the target
     * takes no more.
     */
    int writeTo(WritableByteChannel target, int from) throws IOException;

    /** Copies bytes from {@code from} on into the buffer. */
    int read(ByteBuffer target, int from) throws IOException;

    @Override
    void close();
}
