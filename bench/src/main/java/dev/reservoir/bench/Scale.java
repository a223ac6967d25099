package dev.reservoir.bench;

/** How much of everything a run does: bytes, seconds and counts. */
record Scale(
        long bytes,
        int latencyWarmUpSeconds,
        int latencySeconds,
        int partitionedTopics,
        int groups,
        int transactions) {
    static final Scale FULL = new Scale(1_000_000_000, 15, 30, 50, 2_000, 5_000);
    static final Scale QUICK = new Scale(200_000_000, 5, 10, 5, 100, 500);

    /** Records that go in requests of their own. */
    int singleRecords() {
        return 10 * transactions;
    }
}
