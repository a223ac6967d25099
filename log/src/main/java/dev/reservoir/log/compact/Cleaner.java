package dev.reservoir.log.compact;

import dev.reservoir.log.Extent;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when a compacted log is worth a pass and makes it. How far each log is clean is
 * remembered while the process lives; after a restart the first pass looks at all of it once, and
 * finds most of it clean.
 *
 * <p>One thread at a time cleans; {@link #forget} may come from any.
 */
public final class Cleaner {
    private final Compactor compactor;
    private final InstantSource clock;
    private final Map<PartitionId, Long> cleanUpTo = new ConcurrentHashMap<>();

    /**
     * @param mapBytes memory that a pass may use for keys ({@code log.cleaner.dedupe.buffer.size})
     */
    public Cleaner(long mapBytes, Throttle throttle, InstantSource clock) {
        int maxKeys = Math.clamp(mapBytes / KeyOffsets.BYTES_PER_KEY, 1, 1 << 28);
        this.compactor = new Compactor(maxKeys, throttle, clock);
        this.clock = clock;
    }

    /**
     * Makes a pass if it is worth it. Broken off anywhere, by an interrupt or a crash, it leaves a
     * log that holds what it must.
     *
     * @return what was done, or null when there was nothing to do
     * @throws StorageException when the log cannot be read or written; it is as it was, perhaps
     *     compacted in part
     */
    public @Nullable CompactionPass clean(PartitionLog log, CompactionRules rules)
            throws StorageException, InterruptedException {
        List<Extent> extents = cleanable(log, rules);
        if (extents.isEmpty()) {
            return null;
        }
        long start = log.offsets().start();
        long dirtyFrom = Math.max(start, cleanUpTo.getOrDefault(log.id(), start));
        if (!isWorthIt(extents, dirtyFrom, rules)) {
            return null;
        }
        CompactionPass pass = compactor.pass(log, extents, rules, dirtyFrom);
        cleanUpTo.put(log.id(), pass.cleanUpTo());
        return pass;
    }

    /** The partition is gone. */
    public void forget(PartitionId id) {
        cleanUpTo.remove(id);
    }

    /** Settled extents from the start of the log on, as far as their records are old enough. */
    private List<Extent> cleanable(PartitionLog log, CompactionRules rules)
            throws StorageException {
        long now = clock.millis();
        List<Extent> cleanable = new ArrayList<>();
        for (Extent extent : log.extents()) {
            boolean oldEnough =
                    rules.minLagMs() <= 0 || now - extent.maxTimestamp() >= rules.minLagMs();
            if (!extent.settled() || !oldEnough) {
                break;
            }
            cleanable.add(extent);
        }
        return cleanable;
    }

    private static boolean isWorthIt(List<Extent> extents, long dirtyFrom, CompactionRules rules) {
        long dirty = 0;
        long all = 0;
        for (Extent extent : extents) {
            all += extent.bytes();
            dirty += extent.next() > dirtyFrom ? extent.bytes() : 0;
        }
        return dirty > 0 && dirty >= rules.minDirtyRatio() * all;
    }
}
