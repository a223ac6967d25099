package dev.reservoir.testing.contract;

import dev.reservoir.log.Lease;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts who keeps the bytes; a release too many is an error at once. */
final class CountingLease implements Lease {
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger retained = new AtomicInteger();

    @Override
    public void retain() {
        holders.incrementAndGet();
        retained.incrementAndGet();
    }

    @Override
    public void release() {
        if (holders.decrementAndGet() < 0) {
            throw new IllegalStateException("released more often than retained");
        }
    }

    int holders() {
        return holders.get();
    }

    boolean wasRetained() {
        return retained.get() > 0;
    }
}
