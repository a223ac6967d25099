package dev.reservoir.log;

/**
 * What a partition's log needs of its topic's configuration, Kafka's keys in brackets.
 *
 * @param maxBatchBytes largest batch taken ({@code max.message.bytes})
 * @param logAppendTime whether the broker stamps records ({@code
 *     message.timestamp.type=LogAppendTime})
 * @param timestampBeforeMaxMs how far a record's timestamp may lie in the past ({@code
 *     message.timestamp.before.max.ms})
 * @param timestampAfterMaxMs and in the future ({@code message.timestamp.after.max.ms})
 * @param retention what is removed, and when
 * @param layout how storage cuts the log into segments
 */
public record LogConfig(
        int maxBatchBytes,
        boolean logAppendTime,
        long timestampBeforeMaxMs,
        long timestampAfterMaxMs,
        Retention retention,
        StoreConfig layout) {

    /**
     * {@code retention.ms} and {@code retention.bytes} of a topic; -1 for no limit.
     *
     * @param delete whether {@code cleanup.policy} has {@code delete}; without it neither limit
     *     holds
     * @param compact whether it has {@code compact}, so that clients' records need a key
     */
    public record Retention(boolean delete, long ms, long bytes, boolean compact) {
        public static final Retention FOREVER = new Retention(false, -1, -1, false);
    }

    /** Kafka's defaults for a topic that states nothing. */
    public static final LogConfig DEFAULT =
            new LogConfig(
                    1_048_588,
                    false,
                    Long.MAX_VALUE,
                    3_600_000L,
                    new Retention(true, 7L * 24 * 60 * 60 * 1000, -1, false),
                    StoreConfig.DEFAULT);

    /** For logs the broker alone writes and folds: no limits on size or time. */
    public static final LogConfig INTERNAL =
            new LogConfig(
                    Integer.MAX_VALUE,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Retention.FOREVER,
                    StoreConfig.DEFAULT);
}
