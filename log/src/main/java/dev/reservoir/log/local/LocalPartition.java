package dev.reservoir.log.local;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.SavedState;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StateSource;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A partition of the local engine: its offsets, who waits for them, and its segments. It exists
 * from recovery or its first {@link LocalEngine#open} until it is deleted, open or not. Its fields
 * are guarded by its monitor; segments are changed only by recovery and then by the applying
 * thread.
 */
final class LocalPartition implements PartitionStore {
    /** What a look-up does with a view; repeated when a segment was replaced meanwhile. */
    private interface LookUp<T> {
        T in(PartitionView view) throws IOException, StorageException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LocalPartition.class);

    private final PartitionHost host;
    private final EntryRow.Key key;
    private final PartitionSegments segments;
    private final Waiters waiters = new Waiters();

    private long start;
    private long durable;
    private long end;
    private long settled;
    private StatePlace saved;
    private @Nullable StateSource source;

    /** Why it takes no appends any more. */
    private @Nullable StorageException failure;

    /** Why it takes none for now: durable entries wait to be applied. */
    private @Nullable StorageException stall;

    private boolean deleted;

    /** Number of the first commit that no checkpoint holds; 0 when there is none. */
    private long dirtySince;

    LocalPartition(
            PartitionHost host, PartitionSegments segments, Offsets offsets, StatePlace saved) {
        this.host = host;
        this.segments = segments;
        PartitionId id = segments.directory().id();
        this.key = new EntryRow.Key(id.topicId(), id.index());
        this.start = offsets.start();
        this.durable = offsets.durable();
        this.end = offsets.end();
        this.settled = offsets.durable();
        this.saved = saved;
    }

    EntryRow.Key key() {
        return key;
    }

    PartitionId id() {
        return segments.directory().id();
    }

    PartitionSegments segments() {
        return segments;
    }

    /** Starts a new life as an open store. */
    synchronized void open(StoreConfig config, StateSource newSource) {
        if (source != null) {
            throw new IllegalStateException(id() + " is open already");
        }
        source = newSource;
        segments.directory().configure(config);
    }

    synchronized boolean isOpen() {
        return source != null;
    }

    // ---- appending

    @Override
    public void append(
            ByteBuffer batches, Lease lease, long baseOffset, long nextOffset, int leaderEpoch) {
        var offsets = new JournalEntry.Offsets(baseOffset, nextOffset, leaderEpoch);
        JournalEntry entry;
        synchronized (this) {
            moveEnd(offsets);
            entry = JournalEntry.append(this, batches, lease, offsets);
            // Its offsets are given, so a stall that began meanwhile does not refuse it.
            if (failure == null) {
                host.enqueue(entry);
                return;
            }
        }
        host.finish(entry);
    }

    /**
     * Moves the end behind batches that are queued together with others'.
     *
     * @return their entry; null when the partition has failed or is deleted
     */
    @Nullable JournalEntry take(Assigned batches) {
        var offsets =
                new JournalEntry.Offsets(
                        batches.baseOffset(), batches.nextOffset(), batches.leaderEpoch());
        synchronized (this) {
            moveEnd(offsets);
            return failure == null
                    ? JournalEntry.append(this, batches.batches(), Lease.NONE, offsets)
                    : null;
        }
    }

    private void moveEnd(JournalEntry.Offsets offsets) {
        if (offsets.base() != end || offsets.next() <= offsets.base()) {
            throw new IllegalArgumentException(
                    "%s: batches for offsets %d to %d cannot follow %d"
                            .formatted(id(), offsets.base(), offsets.next(), end));
        }
        end = offsets.next();
    }

    @Override
    public void settle() {
        host.wantCheckpoint();
    }

    @Override
    public Completion trim(long newStart) {
        Completion completion = new Completion();
        synchronized (this) {
            if (newStart > durable) {
                throw new IllegalArgumentException(
                        "%s: the log cannot start at %d, beyond its durable end %d"
                                .formatted(id(), newStart, durable));
            }
            if (failure == null || failure.kind() == StorageException.Kind.FULL) {
                host.enqueue(JournalEntry.trim(this, newStart, completion));
                host.beginCommit();
                return completion;
            }
            completion.fail(failure);
        }
        return completion;
    }

    @Override
    public void delete() {
        List<Signal> woken = new ArrayList<>();
        synchronized (this) {
            if (deleted) {
                return;
            }
            deleted = true;
            source = null;
            failure =
                    new StorageException(
                            StorageException.Kind.OFFLINE, "partition " + id() + " was deleted");
            waiters.take(Long.MAX_VALUE, woken);
        }
        woken.forEach(Signal::raise);
        host.enqueue(JournalEntry.delete(this));
        host.beginCommit();
    }

    // ---- reading

    @Override
    public Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
            throws StorageException {
        return lookUp(view -> view.read(offset, maxBytes, wholeFirst, upTo));
    }

    @Override
    public long find(long timestamp) throws StorageException {
        return lookUp(view -> view.find(timestamp));
    }

    @Override
    public List<Extent> extents() throws StorageException {
        return lookUp(PartitionView::extents);
    }

    private <T> T lookUp(LookUp<T> lookUp) throws StorageException {
        while (true) {
            try {
                return lookUp.in(view());
            } catch (RetiredException e) {
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new StorageException(
                        StorageException.Kind.OFFLINE,
                        "partition %s cannot be read: %s".formatted(id(), e),
                        e);
            }
        }
    }

    private synchronized PartitionView view() throws StorageException {
        if (failure != null && failure.kind() == StorageException.Kind.OFFLINE) {
            throw failure;
        }
        List<SegmentFile> all = visible();
        SegmentFile.Bounds last =
                all.isEmpty() ? SegmentFile.Bounds.empty(durable) : all.getLast().bounds();
        return new PartitionView(all, last, start, durable, settled);
    }

    /** Segments that hold something published; a roll makes them before that. */
    private List<SegmentFile> visible() {
        return visible(segments.all());
    }

    private List<SegmentFile> visible(List<SegmentFile> all) {
        int count = all.size();
        while (count > 0 && all.get(count - 1).base >= durable) {
            count--;
        }
        return all.subList(0, count);
    }

    @Override
    public void awaitDurable(long offset, Signal signal) {
        synchronized (this) {
            boolean waits =
                    durable <= offset
                            && source != null
                            && failure == null
                            && stall == null
                            && host.failure() == null;
            if (waits) {
                waiters.add(offset, signal);
                if (offset < end) {
                    host.beginCommit();
                }
                return;
            }
        }
        signal.raise();
    }

    @Override
    public synchronized void forget(Signal signal) {
        waiters.remove(signal);
    }

    @Override
    public synchronized Offsets offsets() {
        return new Offsets(start, durable, end);
    }

    @Override
    public @Nullable StorageException failure() {
        synchronized (this) {
            if (failure != null || stall != null) {
                return failure == null ? stall : failure;
            }
        }
        return host.failure();
    }

    @Override
    public SavedState savedState() {
        SavedState state = null;
        while (state == null) {
            state = host.readState(savedPlace());
        }
        return state;
    }

    @Override
    public void configure(StoreConfig config) {
        segments.directory().configure(config);
    }

    @Override
    public void close() {
        List<Signal> woken = new ArrayList<>();
        synchronized (this) {
            source = null;
            waiters.take(Long.MAX_VALUE, woken);
        }
        woken.forEach(Signal::raise);
    }

    @Override
    public void replace(long base, long next, Iterator<ByteBuffer> batches)
            throws StorageException {
        SegmentReplacer.prepare(this, host, new SegmentReplacer.Request(base, next, batches));
    }

    // ---- applying: one thread at a time

    /**
     * Applies durable entries to the segments, up to the first that cannot be applied now.
     *
     * @param applied is told how many were, also when an exception stops it
     */
    void apply(List<JournalEntry> entries, SegmentWriter writer, Progress applied)
            throws IOException, StorageException {
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            JournalEntry first = entries.get(from);
            if (isDeleted() && first.kind != EntryKind.DELETE) {
                applied.upTo(to);
            } else if (first.kind == EntryKind.APPEND) {
                while (to < entries.size() && entries.get(to).kind == EntryKind.APPEND) {
                    to++;
                }
                int before = from;
                segments.append(
                        entries.subList(from, to), writer, count -> applied.upTo(before + count));
            } else {
                applyOther(first);
            }
            applied.upTo(to);
            from = to;
        }
    }

    /** Counts the entries of a list that were applied. */
    static final class Progress {
        private int applied;

        private void upTo(int count) {
            applied = count;
        }

        int applied() {
            return applied;
        }
    }

    synchronized boolean isDeleted() {
        return deleted;
    }

    private void applyOther(JournalEntry entry) throws IOException {
        switch (entry.kind) {
            case TRIM -> applyTrim(entry.base);
            case REPLACE -> SegmentReplacer.swap(segments, Replacement.decode(entry.payload));
            case DELETE -> {
                segments.retire();
                segments.directory().remove();
            }
            case APPEND -> throw new IllegalStateException("an append is not applied alone");
        }
    }

    private void applyTrim(long newStart) {
        synchronized (this) {
            start = Math.max(start, newStart);
        }
        try {
            dropBelowStart();
        } catch (IOException e) {
            LOG.warn("segments of {} below {} are removed later: {}", id(), newStart, e.toString());
        }
    }

    /**
     * Makes what was applied visible.
     *
     * @param commit the commit that was applied
     * @param next the offset behind the last applied append; at most the durable one when there was
     *     none
     * @param woken gets the signals to raise
     */
    synchronized void publish(long commit, long next, List<Signal> woken) {
        markDirty(commit);
        segments.publish();
        if (next > durable) {
            durable = next;
            waiters.take(durable, woken);
        }
    }

    /** Fails the partition: no appends any more. */
    void fail(StorageException cause, List<Signal> woken) {
        synchronized (this) {
            if (failure == null || failure.kind() == StorageException.Kind.FULL) {
                failure = cause;
            }
            waiters.take(Long.MAX_VALUE, woken);
        }
    }

    /** Fails the partition and wakes everybody who waits. */
    void failNow(StorageException cause) {
        List<Signal> woken = new ArrayList<>();
        fail(cause, woken);
        woken.forEach(Signal::raise);
    }

    /** Lets the partition take no appends until {@link #resume}. */
    synchronized void stall(StorageException cause, List<Signal> woken) {
        stall = cause;
        waiters.take(Long.MAX_VALUE, woken);
    }

    /** Takes appends again, after what stopped it has gone. */
    synchronized void resume() {
        stall = null;
    }

    /** Whether nothing can be applied to it, though it was not deleted. */
    synchronized boolean isOffline() {
        return !deleted && failure != null && failure.kind() == StorageException.Kind.OFFLINE;
    }

    /** Wakes everybody who waits, because the engine failed. */
    void wakeAll(List<Signal> woken) {
        synchronized (this) {
            waiters.take(Long.MAX_VALUE, woken);
        }
    }

    // ---- checkpoints

    synchronized @Nullable StateSource source() {
        return source;
    }

    /** The offset up to which everything is durable and applied. */
    synchronized long durable() {
        return durable;
    }

    /**
     * Where the saved state is; nowhere when damage has cut the log off below it, or the partition
     * is deleted.
     */
    synchronized StatePlace savedPlace() {
        return deleted || saved.offset() > durable ? StatePlace.NONE : saved;
    }

    /** What a checkpoint says of it when nothing has changed since the last one; else null. */
    synchronized @Nullable PartitionRow rowIfClean() {
        synchronized (segments) {
            // A file that comes back after a power cut would be nobody's once a row omits it.
            boolean changed = dirtySince > 0 || segments.directory().hasUnsyncedNames();
            return changed ? null : takeRow();
        }
    }

    /** The commit that made it dirty; the largest number when it is clean. */
    synchronized long dirtySince() {
        return dirtySince > 0 ? dirtySince : Long.MAX_VALUE;
    }

    /** Makes the next checkpoint look at it (again). */
    synchronized void markDirty(long commit) {
        if (dirtySince == 0) {
            dirtySince = commit;
        }
    }

    /**
     * What a checkpoint says of the partition at this moment, from when on it counts as clean; null
     * when it is deleted.
     */
    synchronized @Nullable PartitionRow takeRow() {
        if (deleted) {
            return null;
        }
        dirtySince = 0;
        List<PartitionRow.Segment> rows = new ArrayList<>();
        boolean offline = isOffline();
        long next = offline ? start : durable;
        for (SegmentFile segment : visible(segments.allForGood())) {
            SegmentFile.Bounds bounds = offline ? segment.synced() : segment.bounds();
            rows.add(new PartitionRow.Segment(segment.base, bounds));
            next = offline ? Math.max(next, bounds.next()) : next;
            if (bounds.next() < segment.bounds().next()) {
                // What follows would lie behind a hole.
                break;
            }
        }
        boolean readOnly =
                failure != null && (offline || failure.kind() == StorageException.Kind.READ_ONLY);
        String damage = readOnly && failure != null ? String.valueOf(failure.getMessage()) : "";
        return new PartitionRow(id(), start, next, damage, List.copyOf(rows));
    }

    /** Notes that a checkpoint holds the partition up to {@code next}, and its state. */
    synchronized void settle(long next, StatePlace place) {
        settled = next;
        saved = place;
    }

    /** Removes what lies below the start; by the thread that applies, or in its place. */
    void dropBelowStart() throws IOException {
        long from;
        long below;
        synchronized (this) {
            from = start;
            below = settled;
        }
        segments.dropBelow(from, below);
    }

    // ---- recovery: nobody else is there yet

    /** Takes the offsets that recovery found. */
    synchronized void recovered(long newStart, long next) {
        start = newStart;
        durable = next;
        end = next;
        settled = Math.min(settled, next);
        segments.publish();
    }
}
