package dev.reservoir.testing.powercut;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a partition must hold, and what it may: everything that was ever appended, how much of it
 * was acknowledged, where its start must and may be, and a folded state after every append.
 * Thread-safe, for the engine asks for the state from its own thread.
 */
final class PartitionModel {
    /** A batch; {@code sequence} numbers the append it came with over all partitions. */
    record Written(long base, long next, ByteBuffer bytes, long sequence) {}

    /** A compaction of which it is not known whether it happened. */
    private record Doubt(long base, long next, NavigableMap<Long, Written> after) {}

    private record Trim(long start, Completion completion) {}

    final PartitionId id;

    private final NavigableMap<Long, Written> content = new TreeMap<>();

    /** The folded state at every offset where an append ended. */
    private final NavigableMap<Long, Long> states = new TreeMap<>();

    private final List<Trim> trims = new ArrayList<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private boolean verified = true;
    private long end;
    private long acknowledged;
    private long sureStart;
    private long possibleStart;

    PartitionModel(PartitionId id) {
        this.id = id;
        states.put(0L, 0L);
    }

    synchronized long end() {
        return end;
    }

    /** Appends to the store and notes it, as one step. */
    synchronized void append(PartitionStore store, List<ByteBuffer> batches, long sequence) {
        long base = end;
        note(batches, sequence);
        store.append(Batches.concat(batches), Lease.NONE, base, end, 0);
    }

    /**
     * Appends a batch to each of several partitions, together.
     *
     * @param noted what was noted in those before; nobody sees it without the append
     */
    static void append(
            StorageEngine engine,
            Iterator<Map.Entry<PartitionModel, ByteBuffer>> left,
            List<Assigned> noted,
            long sequence) {
        if (!left.hasNext()) {
            engine.append(noted);
            return;
        }
        Map.Entry<PartitionModel, ByteBuffer> next = left.next();
        PartitionModel model = next.getKey();
        synchronized (model) {
            long base = model.end;
            model.note(List.of(next.getValue()), sequence);
            noted.add(new Assigned(model.id, next.getValue(), base, model.end, 0));
            append(engine, left, noted, sequence);
        }
    }

    private void note(List<ByteBuffer> batches, long sequence) {
        long state = stateAt(end);
        long next = end;
        for (ByteBuffer batch : batches) {
            BatchView view = BatchView.at(batch, 0);
            content.put(
                    view.baseOffset(),
                    new Written(view.baseOffset(), view.nextOffset(), batch, sequence));
            state = fold(state, batch);
            next = view.nextOffset();
        }
        states.put(next, state);
        end = next;
    }

    private static long fold(long state, ByteBuffer batch) {
        return state * 1_000_003 + batch.hashCode();
    }

    private long stateAt(long offset) {
        Long state = states.get(offset);
        if (state == null) {
            throw new AssertionError(id + ": no append ended at offset " + offset);
        }
        return state;
    }

    /** A new life begins; what it holds is not known before it was verified. */
    synchronized void restarted() {
        verified = false;
    }

    /**
     * What the engine is told when it makes a checkpoint.
     *
     * @param store null while it is being opened
     */
    synchronized SavedState capture(@Nullable PartitionStore store) {
        if (!verified) {
            return store == null ? SavedState.EMPTY : store.savedState();
        }
        return new SavedState(end, ByteBuffer.allocate(Long.BYTES).putLong(0, stateAt(end)));
    }

    /** Asks the store to move its start. */
    synchronized Completion trim(PartitionStore store, long start) {
        possibleStart = Math.max(possibleStart, start);
        Completion completion = store.trim(start);
        trims.add(new Trim(start, completion));
        return completion;
    }

    /** Where the start is once every trim has happened. */
    synchronized long possibleStart() {
        return possibleStart;
    }

    /** A clean stop has promised everything. */
    synchronized void acknowledgeAll() {
        acknowledged = end;
        sureStart = possibleStart;
    }

    /** Takes over what the store has promised so far. */
    synchronized void observe(PartitionStore store) {
        Offsets offsets = store.offsets();
        check(
                offsets.durable() <= end && offsets.end() == end,
                "the store says %s but %d is the end of what was appended".formatted(offsets, end));
        check(
                offsets.start() >= sureStart && offsets.start() <= possibleStart,
                "the start is %d, it must lie between %d and %d"
                        .formatted(offsets.start(), sureStart, possibleStart));
        check(
                offsets.durable() >= acknowledged,
                "durable is %d but %d was acknowledged".formatted(offsets.durable(), acknowledged));
        acknowledged = offsets.durable();
        sureStart = offsets.start();
        for (Iterator<Trim> all = trims.iterator(); all.hasNext(); ) {
            Trim trim = all.next();
            if (trim.completion().isDone()) {
                if (trim.completion().failure() == null) {
                    sureStart = Math.max(sureStart, trim.start());
                }
                all.remove();
            }
        }
    }

    /** Batches between two offsets that compaction may keep or drop. */
    synchronized List<Written> between(long base, long next) {
        return List.copyOf(content.subMap(base, next).values());
    }

    synchronized void replaced(long base, long next, List<Written> kept) {
        content.subMap(base, next).clear();
        kept.forEach(batch -> content.put(batch.base(), batch));
    }

    /** A replacement failed half-way: it may have happened. */
    synchronized void mayBeReplaced(long base, long next, List<Written> kept) {
        NavigableMap<Long, Written> after = new TreeMap<>();
        kept.forEach(batch -> after.put(batch.base(), batch));
        doubts.add(new Doubt(base, next, after));
    }

    synchronized boolean isInDoubt() {
        return !doubts.isEmpty();
    }

    /** Compares all that the store holds from an offset on. */
    synchronized void verifyFrom(PartitionStore store, long from, int maxBytes)
            throws StorageException, IOException {
        long upTo = store.offsets().durable();
        List<ByteBuffer> read = Slices.batches(store, from, upTo, maxBytes);
        compare(read, from, upTo);
    }

    private void compare(List<ByteBuffer> read, long from, long upTo) {
        List<Written> expected =
                content.values().stream().filter(b -> b.next() > from && b.base() < upTo).toList();
        for (int i = 0; i < Math.max(read.size(), expected.size()); i++) {
            ByteBuffer found = i < read.size() ? read.get(i) : null;
            Written wanted = i < expected.size() ? expected.get(i) : null;
            if (found == null || wanted == null || !found.equals(wanted.bytes())) {
                throw new AssertionError(
                        "%s from %d to %d: batch %d should be %s, it is %s"
                                .formatted(id, from, upTo, i, describe(wanted), describe(found)));
            }
        }
    }

    private static String describe(@Nullable Written batch) {
        return batch == null ? "none" : batch.base() + " to " + batch.next();
    }

    private static String describe(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return "none";
        }
        BatchView view = BatchView.at(bytes, 0);
        return view.baseOffset()
                + " to "
                + view.nextOffset()
                + (view.checksumMatches() ? "" : " with a wrong checksum")
                + ", its first bytes being of topic "
                + (bytes.limit() > 100 ? bytes.get(99) : "?");
    }

    /** After a restart: holds the store to its promises, then takes what is there as the truth. */
    synchronized void verifyAfterRestart(PartitionStore store, int maxBytes)
            throws StorageException, IOException {
        StorageException failure = store.failure();
        if (failure != null) {
            throw failure;
        }
        Offsets offsets = store.offsets();
        check(
                offsets.durable() >= acknowledged,
                "durable is %d after the restart, %d was acknowledged before"
                        .formatted(offsets.durable(), acknowledged));
        check(
                offsets.end() == offsets.durable() && offsets.end() <= end,
                "the log ends at %s after the restart, %d was appended".formatted(offsets, end));
        check(
                states.containsKey(offsets.end()),
                "the log ends at %d, in the middle of an append".formatted(offsets.end()));
        check(
                offsets.start() >= sureStart && offsets.start() <= possibleStart,
                "the start is %d after the restart, it must lie between %d and %d"
                        .formatted(offsets.start(), sureStart, possibleStart));
        List<ByteBuffer> read = Slices.batches(store, offsets.start(), offsets.durable(), maxBytes);
        resolveDoubts(read, offsets);
        try {
            compare(read, offsets.start(), offsets.durable());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; extents " + store.extents(), e);
        }
        checkState(store.savedState(), offsets);
        checkExtents(store.extents(), offsets);
        cutAt(offsets);
    }

    /** Takes that course of events which fits what was read, if any does. */
    private void resolveDoubts(List<ByteBuffer> read, Offsets offsets) {
        for (Doubt doubt : doubts) {
            NavigableMap<Long, Written> before = new TreeMap<>(content);
            replaced(doubt.base(), doubt.next(), List.copyOf(doubt.after().values()));
            try {
                compareUpTo(read, offsets, doubt.next());
            } catch (AssertionError _) {
                content.clear();
                content.putAll(before);
            }
        }
        doubts.clear();
    }

    private void compareUpTo(List<ByteBuffer> read, Offsets offsets, long upTo) {
        long bound = Math.min(upTo, offsets.durable());
        compare(
                read.stream().filter(b -> BatchView.at(b, 0).baseOffset() < bound).toList(),
                offsets.start(),
                bound);
    }

    private void checkState(SavedState saved, Offsets offsets) {
        check(
                saved.offset() <= offsets.durable(),
                "the saved state is of offset %d, the log ends at %s"
                        .formatted(saved.offset(), offsets));
        long expected = stateAt(saved.offset());
        long found =
                saved.blob().hasRemaining() ? saved.blob().getLong(saved.blob().position()) : 0;
        check(
                expected == found,
                "the saved state of offset %d is %d, a fold from zero gives %d"
                        .formatted(saved.offset(), found, expected));
    }

    private void checkExtents(List<Extent> extents, Offsets offsets) {
        long next = extents.isEmpty() ? offsets.durable() : extents.getFirst().base();
        check(
                next <= offsets.start() || extents.isEmpty(),
                "the first extent begins at %d, above the start of %s".formatted(next, offsets));
        for (Extent extent : extents) {
            check(
                    extent.base() == next,
                    "an extent begins at %d, the one before ends at %d"
                            .formatted(extent.base(), next));
            next = extent.next();
        }
        check(
                next == offsets.durable(),
                "the last extent ends at %d, the log at %d".formatted(next, offsets.durable()));
    }

    private void cutAt(Offsets offsets) {
        content.tailMap(offsets.end(), true).clear();
        states.tailMap(offsets.end(), false).clear();
        trims.clear();
        verified = true;
        end = offsets.end();
        acknowledged = end;
        sureStart = offsets.start();
        possibleStart = sureStart;
    }

    /** Largest sequence number of the batches below an offset; -1 when there is none. */
    synchronized long lastSequenceBelow(long offset) {
        var last = content.lowerEntry(offset);
        return last == null ? -1 : last.getValue().sequence();
    }

    /** Smallest sequence number of the batches from an offset on. */
    synchronized long firstSequenceFrom(long offset) {
        var first = content.ceilingEntry(offset);
        return first == null ? Long.MAX_VALUE : first.getValue().sequence();
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(id + ": " + message);
        }
    }
}
