package dev.reservoir.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A stretch of record batches as it lies in storage: a file region for the local engine, bytes
 * elsewhere. It pins what it needs until it is closed, so retention or compaction never pulls a
 * file from under a slow reader. It starts at a batch; the last batch may be cut off, as Kafka's
 * fetch allows. Used by one thread at a time.
 */
public interface Slice extends AutoCloseable {
    Slice EMPTY =
            new Slice() {
                @Override
                public int length() {
                    return 0;
                }

                @Override
                public int writeTo(WritableByteChannel target, int from) {
                    return 0;
                }

                @Override
                public int read(ByteBuffer target, int from) {
                    return -1;
                }

                @Override
                public void close() {}
            };

    /** Bytes in the slice. */
    int length();

    /**
     * Sends bytes from {@code from} (counted from the start of the slice) on, without copying them
     * through the heap where the engine can. May send fewer than are left, also none when the
     * target takes no more.
     *
     * @return how many bytes went out
     */
    int writeTo(WritableByteChannel target, int from) throws IOException;

    /**
     * Copies bytes from {@code from} on into the buffer's remaining space.
     *
     * @return how many, or -1 at the end of the slice
     */
    int read(ByteBuffer target, int from) throws IOException;

    /** Lets go of what the slice pins. A second call does nothing. */
    @Override
    void close();
}
