package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The segments of a partition, in order. One thread at a time changes them (recovery, then the one
 * that applies); any thread reads the list.
 */
final class PartitionSegments {
    private final PartitionDirectory directory;
    private volatile List<SegmentFile> all;

    PartitionSegments(PartitionDirectory directory, List<SegmentFile> all) {
        this.directory = directory;
        this.all = List.copyOf(all);
    }

    List<SegmentFile> all() {
        return all;
    }

    /** The list, while nothing is being removed: what it lacks is removed and noted as such. */
    synchronized List<SegmentFile> allForGood() {
        return all;
    }

    PartitionDirectory directory() {
        return directory;
    }

    /** Index of the segment that an offset falls into; -1 when it lies before the first. */
    static int floor(List<SegmentFile> segments, long offset) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).base <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /**
     * Writes entries behind the last batch, in as few writes as there are segments; not visible
     * before {@link #publish}. After a failure the same entries, and they alone, are written again.
     *
     * @param entries appends in order
     * @param written told of every entry that was, also when an exception stops it
     */
    void append(List<JournalEntry> entries, SegmentWriter writer, IntConsumer written)
            throws IOException, StorageException {
        directory.ensure();
        int from = firstUnwritten(entries);
        while (from < entries.size()) {
            SegmentFile segment = segmentFor(entries.get(from));
            int to = from + 1;
            long size = segment.written().size() + entries.get(from).length();
            long first = segment.written().firstTimestamp();
            first = first < 0 ? timestampOf(entries.get(from)) : first;
            while (to < entries.size() && fits(segment, size, first, entries.get(to))) {
                size += entries.get(to).length();
                to++;
            }
            writer.write(segment, entries.subList(from, to), directory.indexIntervalBytes());
            from = to;
            written.accept(to);
        }
    }

    /** Entries that an earlier attempt wrote are not written twice. */
    private int firstUnwritten(List<JournalEntry> entries) {
        List<SegmentFile> segments = all;
        int first = 0;
        if (!segments.isEmpty()) {
            long next = segments.getLast().written().next();
            while (first < entries.size() && entries.get(first).next <= next) {
                first++;
            }
        }
        return first;
    }

    private SegmentFile segmentFor(JournalEntry entry) throws IOException {
        List<SegmentFile> segments = all;
        if (!segments.isEmpty()) {
            SegmentFile active = segments.getLast();
            SegmentFile.Bounds has = active.written();
            if (fits(active, has.size(), has.firstTimestamp(), entry)) {
                return active;
            }
            active.seal();
        }
        SegmentFile created =
                new SegmentFile(directory, entry.base, SegmentFile.Bounds.empty(entry.base));
        created.create();
        directory.namesChanged();
        List<SegmentFile> longer = new ArrayList<>(segments);
        longer.add(created);
        all = List.copyOf(longer);
        return created;
    }

    private boolean fits(SegmentFile segment, long size, long firstTimestamp, JournalEntry entry) {
        if (size == 0) {
            return true;
        }
        StoreConfig config = directory.config();
        boolean small =
                size + entry.length() <= config.segmentBytes()
                        && entry.next - segment.base <= Integer.MAX_VALUE;
        boolean young =
                firstTimestamp < 0 || timestampOf(entry) - firstTimestamp <= config.segmentMs();
        return small && young;
    }

    private static long timestampOf(JournalEntry entry) {
        return BatchView.at(entry.payload, entry.payload.position()).maxTimestamp();
    }

    /** Makes what was written visible. */
    void publish() {
        List<SegmentFile> segments = all;
        for (int i = segments.size() - 1; i >= 0; i--) {
            SegmentFile segment = segments.get(i);
            boolean published = segment.bounds().equals(segment.written());
            if (published && segment.written().size() > 0) {
                return;
            }
            segment.publish();
        }
    }

    /**
     * Removes segments that lie wholly below an offset.
     *
     * @param settled only segments that lie below this offset, too
     */
    void dropBelow(long start, long settled) throws IOException {
        long limit = Math.min(start, settled);
        List<SegmentFile> segments = all;
        int keep = 0;
        while (keep < segments.size() && endOf(segments, keep) <= limit) {
            keep++;
        }
        if (keep == 0) {
            return;
        }
        remove(segments.subList(0, keep), segments.subList(keep, segments.size()));
    }

    /**
     * Removes segments. Who holds this object's monitor sees them in the list, or knows that names
     * have to be synced: a file that nobody names must not come back after a power cut.
     */
    synchronized void remove(List<SegmentFile> gone, List<SegmentFile> left) throws IOException {
        all = List.copyOf(left);
        try {
            for (SegmentFile segment : gone) {
                segment.delete();
            }
        } finally {
            directory.namesChanged();
        }
    }

    /** The offset behind a segment: where the next one starts, or behind its last batch. */
    static long endOf(List<SegmentFile> segments, int index) {
        return index + 1 < segments.size()
                ? segments.get(index + 1).base
                : segments.get(index).written().next();
    }

    /** Replaces the list, without touching files. */
    void set(List<SegmentFile> segments) {
        all = List.copyOf(segments);
    }

    /** Lets go of every file for good, before the directory is removed. */
    void retire() {
        for (SegmentFile segment : all) {
            segment.retire();
        }
        all = List.of();
    }
}
