package dev.reservoir.broker.net;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Direct buffers for requests that are larger than a page, in powers of two. Bounds the bytes that
 * all connections hold together ({@code queued.max.request.bytes}); some that come back are kept
 * for the next request. Thread-safe.
 */
final class BufferPool {
    private static final int SMALLEST_SHIFT = 13;
    private static final int LARGEST_SHIFT = 30;

    private final long limit;
    private final long keptLimit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final List<Deque<ByteBuffer>> kept = new ArrayList<>();
    private long lent;
    private long keptBytes;

    /**
     * @param limit bytes that may be lent at a time
     * @param keptLimit bytes that may lie idle
     */
    BufferPool(long limit, long keptLimit) {
        this.limit = limit;
        this.keptLimit = keptLimit;
        for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
            kept.add(new ArrayDeque<>());
        }
    }

    /**
     * Lends an empty buffer of at least {@code bytes}, waiting for others to come back when the
     * limit is reached.
     *
     * @return null when the time has passed
     */
    @Nullable ByteBuffer lend(int bytes, long timeoutMs) throws InterruptedException {
        int shift = shiftFor(bytes);
        long size = 1L << shift;
        ByteBuffer buffer;
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (lent + size > limit && lent > 0) {
                if (left <= 0) {
                    return null;
                }
                left = released.awaitNanos(left);
            }
            lent += size;
            buffer = kept.get(shift - SMALLEST_SHIFT).pollLast();
            if (buffer != null) {
                keptBytes -= size;
            }
        } finally {
            lock.unlock();
        }
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect((int) size);
    }

    void giveBack(ByteBuffer buffer) {
        int shift = shiftFor(buffer.capacity());
        lock.lock();
        try {
            lent -= buffer.capacity();
            if (keptBytes + buffer.capacity() <= keptLimit) {
                keptBytes += buffer.capacity();
                kept.get(shift - SMALLEST_SHIFT).addLast(buffer);
            }
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int shiftFor(int bytes) {
        return Math.max(SMALLEST_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1));
    }
}
