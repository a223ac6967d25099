package dev.reservoir.wire.batch;

import java.nio.ByteBuffer;

/** A heap buffer that grows as whole batches are put into it, for reuse. Used by one thread. */
public final class BatchOutput {
    private ByteBuffer buffer;

    /**
     * @param bytes at first
     */
    public BatchOutput(int bytes) {
        buffer = ByteBuffer.allocate(bytes);
    }

    /** Bytes that were put since the last {@link #clear}. */
    public int size() {
        return buffer.position();
    }

    /** What was put; valid until something else is. */
    public ByteBuffer written() {
        return buffer.duplicate().flip();
    }

    public void clear() {
        buffer.clear();
    }

    /** The buffer with room for so many more bytes behind its position. */
    ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            long needed = (long) buffer.position() + bytes;
            long doubled = Math.max(needed, 2L * buffer.capacity());
            buffer =
                    ByteBuffer.allocate(Math.toIntExact(Math.min(doubled, Integer.MAX_VALUE - 8)))
                            .put(buffer.flip());
        }
        return buffer;
    }

    /** Copies bytes of another buffer. */
    void put(ByteBuffer source, int from, int length) {
        ByteBuffer target = room(length);
        target.put(target.position(), source, from, length);
        target.position(target.position() + length);
    }

    /** Forgets what was put behind this size. */
    void cut(int size) {
        buffer.position(size);
    }
}
