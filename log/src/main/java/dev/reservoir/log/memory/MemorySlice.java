package dev.reservoir.log.memory;

import dev.reservoir.log.Slice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes that were copied out of a partition; counted while it is open, so that a leak shows. */
final class MemorySlice implements Slice {
    private final ByteBuffer bytes;
    private final AtomicInteger open;
    private boolean closed;

    MemorySlice(ByteBuffer bytes, AtomicInteger open) {
        this.bytes = bytes;
        this.open = open;
        open.incrementAndGet();
    }

    @Override
    public int length() {
        return bytes.limit();
    }

    @Override
    public int writeTo(WritableByteChannel target, int from) throws IOException {
        return target.write(rest(from));
    }

    @Override
    public int read(ByteBuffer target, int from) {
        ByteBuffer rest = rest(from);
        if (!rest.hasRemaining()) {
            return -1;
        }
        int count = Math.min(rest.remaining(), target.remaining());
        target.put(rest.limit(from + count));
        return count;
    }

    private ByteBuffer rest(int from) {
        if (closed) {
            throw new IllegalStateException("the slice is closed");
        }
        return bytes.duplicate().position(from);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.decrementAndGet();
        }
    }
}
