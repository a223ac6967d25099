package dev.reservoir.broker.fetch;

import java.util.List;

/** One fetch: which partitions it reads and which of the results the client must be told. */
public interface FetchRound {
    /** Session of the answer; 0 for none. */
    int sessionId();

    List<FetchTarget> targets();

    /**
     * Whether a result belongs in the answer. Asked once for each target, when the answer is made.
     *
     * @param eventful whether there is an error, or anything else the client must see
     * @param bytes size of the records
     */
    boolean tells(
            FetchTarget target, boolean eventful, int bytes, long highWatermark, long logStart);

    /** A fetch that is told everything. */
    record Whole(int sessionId, List<FetchTarget> targets) implements FetchRound {
        @Override
        public boolean tells(
                FetchTarget target,
                boolean eventful,
                int bytes,
                long highWatermark,
                long logStart) {
            return true;
        }
    }
}
