package dev.reservoir.log;

import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.RecordWalk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a topic asks of the timestamps of one batch ({@code message.timestamp.type}, {@code
 * message.timestamp.before.max.ms}, {@code message.timestamp.after.max.ms}; KIP-32, KIP-937). A
 * record without a timestamp (-1) is within every range.
 *
 * <p>The header of a batch states its first and its largest timestamp. The largest is enough for
 * {@code after.max.ms}; for {@code before.max.ms}, which has no bound by default, each one must be
 * seen.
 */
final class TimestampRule implements RecordWalk.Visitor {
    private static final long NONE = -1;

    /** How many records are named: small batches can be blown up to billions of records. */
    private static final int MOST_TOLD = 1_000;

    private final LogConfig config;
    private final long now;
    private final List<Integer> outOfRange = new ArrayList<>(0);
    private long firstOutOfRange;
    private long largest = NONE;

    /**
     * @param now milliseconds since the epoch
     */
    TimestampRule(LogConfig config, long now) {
        this.config = config;
        this.now = now;
    }

    /** Only a broker gives log-append time. */
    void checkType(BatchView batch) throws AppendRefusedException {
        if (config.logAppendTime() && batch.isLogAppendTime()) {
            throw new AppendRefusedException(
                    Reason.INVALID_TIMESTAMP,
                    "The record batch states that its timestamps are the broker's (LogAppendTime);"
                            + " producers send their own.",
                    IntStream.range(0, Math.min(MOST_TOLD, batch.recordCount())).boxed().toList());
        }
    }

    /** Whether the header of a compressed batch says too little, or nothing good. */
    boolean wantsToSee(BatchView batch) {
        return !config.logAppendTime()
                && (config.timestampBeforeMaxMs() != Long.MAX_VALUE
                        || isOutOfRange(batch.maxTimestamp())
                        || isOutOfRange(batch.baseTimestamp()));
    }

    @Override
    public void see(int index, long timestamp) {
        largest = Math.max(largest, timestamp);
        if (!config.logAppendTime() && isOutOfRange(timestamp)) {
            if (outOfRange.isEmpty()) {
                firstOutOfRange = timestamp;
            }
            if (outOfRange.size() < MOST_TOLD) {
                outOfRange.add(index);
            }
        }
    }

    private boolean isOutOfRange(long timestamp) {
        return timestamp != NONE
                && (timestamp - now > config.timestampAfterMaxMs()
                        || now - timestamp > config.timestampBeforeMaxMs());
    }

    /**
     * Judges a batch whose records were all seen; a header that states another largest one is
     * corrected.
     */
    void settle(BatchView batch) throws AppendRefusedException {
        if (!outOfRange.isEmpty()) {
            throw refusal();
        }
        if (!config.logAppendTime()
                && (batch.maxTimestamp() != largest || batch.isLogAppendTime())) {
            batch.assignCreateTime(largest);
        }
    }

    /** Takes a batch whose header was enough. */
    void settleUnseen(BatchView batch) {
        if (!config.logAppendTime() && batch.isLogAppendTime()) {
            batch.assignCreateTime(batch.maxTimestamp());
        }
    }

    private AppendRefusedException refusal() {
        boolean future = firstOutOfRange > now;
        return new AppendRefusedException(
                Reason.INVALID_TIMESTAMP,
                "The timestamp %d of record %d lies %d ms in the %s, at most %d are allowed (message.timestamp.%s.max.ms)."
                        .formatted(
                                firstOutOfRange,
                                outOfRange.getFirst(),
                                Math.abs(firstOutOfRange - now),
                                future ? "future" : "past",
                                future
                                        ? config.timestampAfterMaxMs()
                                        : config.timestampBeforeMaxMs(),
                                future ? "after" : "before"),
                outOfRange);
    }
}
