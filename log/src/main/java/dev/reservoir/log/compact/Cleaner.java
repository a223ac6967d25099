package dev.reservoir.log.compact;

import dev.reservoir.log.Extent;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

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
     * @param mapBytes memory that a pass may use for keys ({@code log.cleaner.dedupe.buffer.size});
     *     at least 1024
     * @param random makes the hash of keys one that nobody can foresee
     */
    public Cleaner(long mapBytes, Throttle throttle, InstantSource clock, RandomGenerator random) {
        this.compactor = new Compactor(mapBytes, new KeyHash(random), throttle, clock);
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
        long start = log.offsets().start();
        long dirtyFrom = Math.max(start, cleanUpTo.getOrDefault(log.id(), start));
        List<Extent> old = old(log, rules, dirtyFrom);
        List<Extent> settled = old.stream().takeWhile(Extent::settled).toList();
        if (!isWorthIt(settled, dirtyFrom, rules)) {
            if (settled.size() < old.size() && isWorthIt(old, dirtyFrom, rules)) {
                log.store().settle();
            }
            return null;
        }
        CompactionPass pass = compactor.pass(log, settled, rules, dirtyFrom);
        cleanUpTo.put(log.id(), pass.cleanUpTo());
        return pass;
    }

    /** The partition is gone. */
    public void forget(PartitionId id) {
        cleanUpTo.remove(id);
    }

    /**
     * Closed extents from the start of the log on, as far as their transactions are decided and
     * what is new in them is old enough.
     */
    private List<Extent> old(PartitionLog log, CompactionRules rules, long dirtyFrom)
            throws StorageException {
        long now = clock.millis();
        List<Extent> all = log.extents();
        long stable = log.stableOffset();
        return all.stream()
                .limit(Math.max(0, all.size() - 1))
                .takeWhile(extent -> extent.next() <= stable)
                .takeWhile(extent ->
                        extent.next() <= dirtyFrom
                                || rules.minLagMs() <= 0
                                || now - extent.maxTimestamp() >= rules.minLagMs())
                .toList();
    }

    private boolean isWorthIt(List<Extent> extents, long dirtyFrom, CompactionRules rules) {
        long overdue = clock.millis() - rules.maxLagMs();
        long dirty = 0;
        long all = 0;
        boolean late = false;
        for (Extent extent : extents) {
            all += extent.bytes();
            if (extent.next() > dirtyFrom) {
                dirty += extent.bytes();
                late |= extent.firstTimestamp() > 0 && extent.firstTimestamp() < overdue;
            }
        }
        return dirty > 0 && (late || dirty > rules.minDirtyRatio() * all);
    }
}
