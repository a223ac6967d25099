package dev.reservoir.log.local;

/**
 * Where a partition's saved state lies.
 *
 * @param offset the state is as of
 * @param checkpoint sequence number of the checkpoint that holds it
 * @param position of the blob in the checkpoint's body
 * @param length of the blob, in bytes
 */
record StatePlace(long offset, long checkpoint, long position, int length) {
    static final StatePlace NONE = new StatePlace(0, 0, 0, 0);
}
