package dev.reservoir.broker.net;

import dev.reservoir.log.Lease;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request's bytes without the length prefix, and the lease on them: created with one hold,
 * which the connection releases when the reply has gone out. With the last hold a pooled buffer
 * goes back to its pool.
 */
final class Frame implements Lease {
    private final ByteBuffer bytes;
    private final @Nullable BufferPool pool;
    private final AtomicInteger holds = new AtomicInteger(1);

    /**
     * @param pool where the buffer came from; null when the garbage collector owns it
     */
    Frame(ByteBuffer bytes, @Nullable BufferPool pool) {
        this.bytes = bytes;
        this.pool = pool;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    @Override
    public void retain() {
        holds.incrementAndGet();
    }

    @Override
    public void release() {
        if (holds.decrementAndGet() == 0 && pool != null) {
            pool.giveBack(bytes);
        }
    }
}
