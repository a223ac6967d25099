package dev.reservoir.log;

/**
 * Keeps bytes alive that several parties use: a request's frame, of which parts wait in the
 * journal. Whoever keeps a part retains the lease and releases it once; when the last one has, the
 * buffer goes back to its pool. Thread-safe.
 */
public interface Lease {
    /** For bytes that the garbage collector owns. */
    Lease NONE =
            new Lease() {
                @Override
                public void retain() {}

                @Override
                public void release() {}
            };

    void retain();

    void release();
}
