package dev.reservoir.log.local;

import dev.reservoir.log.Lease;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Brings the segments of a partition up to the journal's end (DURABILITY rule 15): everything from
 * the first offset that the journal holds is dropped and written again. Can be killed anywhere and
 * run again.
 */
final class PartitionRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionRecovery.class);
    private static final int CHUNK_BYTES = 1024 * 1024;
    private static final int BASE_DIGITS = SegmentFile.name(0, "").length();

    private final JournalReader reader;
    private final SegmentWriter writer = new SegmentWriter();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

    PartitionRecovery(JournalReader reader) {
        this.reader = reader;
    }

    /**
     * Recovers a partition.
     *
     * @param lacking whether its last entries may be lost with a commit that cannot be read
     * @throws StorageException OFFLINE when its files are not what the checkpoint says
     */
    void recover(LocalPartition partition, JournalIndex.History history, boolean lacking)
            throws IOException, StorageException {
        List<LocatedEntry> entries = history.entries().subList(0, history.intact());
        long next = partition.durable();
        if (!entries.isEmpty()) {
            next = replay(partition, entries);
            partition.markDirty(1);
        }
        boolean gap = next < end(entries);
        if (gap || history.isDamaged() || lacking) {
            String message =
                    "records of partition "
                            + partition.id()
                            + " from offset "
                            + next
                            + " on cannot be read from the journal: the partition is read-only,"
                            + " the journal segments are kept as .aside files. Restore the data"
                            + " directory from a copy, or delete the topic";
            LOG.error("{}", message);
            partition.failNow(new StorageException(StorageException.Kind.READ_ONLY, message));
            setAside(partition, history);
        }
    }

    /** Keeps every journal segment that holds something of a partition. */
    static void setAside(LocalPartition partition, JournalIndex.History history) {
        Disk disk = partition.segments().directory().disk();
        for (LocatedEntry entry : history.entries()) {
            entry.segment().setAside(disk);
        }
    }

    private static long end(List<LocatedEntry> entries) {
        long end = -1;
        for (LocatedEntry entry : entries) {
            end = entry.kind() == EntryKind.APPEND ? entry.next() : end;
        }
        return end;
    }

    /** Applies entries and tells the offset up to which the partition is whole. */
    private long replay(LocalPartition partition, List<LocatedEntry> entries)
            throws IOException, StorageException {
        PartitionSegments segments = partition.segments();
        segments.directory().ensure();
        long start = partition.offsets().start();
        for (LocatedEntry entry : entries) {
            start = entry.kind() == EntryKind.TRIM ? Math.max(start, entry.base()) : start;
        }
        long compacted = replaceAgain(segments, partition.durable(), entries);
        List<LocatedEntry> appends = new ArrayList<>();
        for (LocatedEntry entry : entries) {
            if (entry.kind() == EntryKind.APPEND && entry.next() > compacted) {
                appends.add(entry);
            }
        }
        long next = Math.max(partition.durable(), compacted);
        if (!appends.isEmpty()) {
            long base = appends.getFirst().base();
            next = base <= start ? clear(segments, appends, start) : cut(segments, appends, next);
            if (next == base) {
                next = write(partition, appends, start);
            }
        }
        next = Math.max(next, start);
        partition.recovered(start, next);
        segments.dropBelow(start, start);
        return next;
    }

    /**
     * Swaps compacted files in again. What lies below their end was synced before they were made,
     * so it is not taken from the journal.
     *
     * @return the highest offset that they reach; 0 when there is none
     */
    private long replaceAgain(
            PartitionSegments segments, long checkpointed, List<LocatedEntry> entries)
            throws IOException, StorageException {
        List<Replacement> replacements = new ArrayList<>();
        long end = 0;
        for (LocatedEntry entry : entries) {
            if (entry.kind() == EntryKind.REPLACE) {
                Replacement newer = replacement(entry);
                replacements.removeIf(newer::covers);
                replacements.add(newer);
                end = Math.max(end, entry.next());
            }
        }
        if (end > checkpointed) {
            discover(segments, end, replacements);
        }
        for (Replacement replacement : replacements) {
            SegmentReplacer.swapAgain(segments, replacement);
        }
        return end;
    }

    /** Takes the segments that a newer checkpoint knew of: the older one had to be used. */
    private static void discover(
            PartitionSegments segments, long end, List<Replacement> replacements)
            throws IOException, StorageException {
        PartitionDirectory directory = segments.directory();
        List<SegmentFile> found = new ArrayList<>();
        for (String name : directory.disk().list(directory.path())) {
            int dot = name.indexOf('.');
            long base = dot < 0 ? -1 : baseOf(name.substring(0, dot));
            if (base >= 0 && base < end && name.equals(SegmentFile.name(base, SegmentFile.LOG))) {
                SegmentFile segment =
                        new SegmentFile(directory, base, SegmentFile.Bounds.empty(base));
                if (replacements.stream().noneMatch(one -> one.holds(base))) {
                    segment.measureAll();
                }
                found.add(segment);
            }
        }
        segments.set(found);
    }

    private Replacement replacement(LocatedEntry entry) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(entry.length());
        reader.read(entry.segment(), entry.at(), payload);
        return Replacement.decode(payload.flip());
    }

    /**
     * Removes every segment, for all that may be read comes from the journal; but the file that is
     * written first stays to be emptied, which is cheaper than another one of its name.
     */
    private static long clear(PartitionSegments segments, List<LocatedEntry> appends, long start)
            throws IOException {
        long base = appends.getFirst().base();
        boolean isWritten = appends.getFirst().next() > start;
        segments.retire();
        removeFrom(
                segments.directory(),
                0,
                isWritten ? Set.of(SegmentFile.name(base, SegmentFile.LOG)) : Set.of());
        return base;
    }

    /** Drops what comes from the journal again and tells where the rest ends. */
    private static long cut(
            PartitionSegments segments, List<LocatedEntry> appends, long checkpointed)
            throws IOException, StorageException {
        long base = appends.getFirst().base();
        List<SegmentFile> kept = new ArrayList<>();
        for (SegmentFile segment : segments.all()) {
            if (segment.base < base) {
                kept.add(segment);
            } else {
                segment.delete();
            }
        }
        segments.set(kept);
        segments.directory().namesChanged();
        removeFrom(segments.directory(), base, Set.of());
        if (kept.isEmpty()) {
            return Math.min(base, checkpointed);
        }
        SegmentFile last = kept.getLast();
        return last.truncate(base, bytesUpTo(appends, last.bounds().next()));
    }

    private static long bytesUpTo(List<LocatedEntry> appends, long next) {
        return appends.stream()
                .filter(entry -> entry.next() <= next)
                .mapToLong(LocatedEntry::length)
                .sum();
    }

    /**
     * Removes files of segments from a base on, those that were rolled after the checkpoint, too.
     */
    private static void removeFrom(PartitionDirectory directory, long base, Set<String> except)
            throws IOException {
        for (String name : directory.disk().list(directory.path())) {
            int dot = name.indexOf('.');
            boolean isSegment = dot == BASE_DIGITS && baseOf(name.substring(0, dot)) >= base;
            if (isSegment && !except.contains(name)) {
                directory.disk().delete(directory.file(name));
                directory.namesChanged();
            }
        }
    }

    private static long baseOf(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private long write(LocalPartition partition, List<LocatedEntry> appends, long start)
            throws IOException, StorageException {
        try {
            return writeAll(partition, appends, start);
        } catch (IOException e) {
            // What was written can be read; the rest stays in the journal.
            List<SegmentFile> segments = partition.segments().all();
            long base = Math.max(start, appends.getFirst().base());
            long next = segments.isEmpty() ? base : segments.getLast().written().next();
            partition.recovered(Math.min(start, next), next);
            throw e;
        }
    }

    /** Writes entries until one does not follow; entries below the start are left out. */
    private long writeAll(LocalPartition partition, List<LocatedEntry> appends, long start)
            throws IOException, StorageException {
        long next = appends.getFirst().base();
        List<JournalEntry> batch = new ArrayList<>();
        chunk.clear();
        for (LocatedEntry entry : appends) {
            if (entry.base() != next) {
                break;
            }
            next = entry.next();
            if (entry.next() > start) {
                if (entry.length() > chunk.remaining()) {
                    flush(partition, batch);
                }
                batch.add(read(partition, entry));
            }
        }
        flush(partition, batch);
        return next;
    }

    private JournalEntry read(LocalPartition partition, LocatedEntry entry) throws IOException {
        ByteBuffer payload;
        if (entry.length() <= chunk.remaining()) {
            payload = chunk.slice(chunk.position(), entry.length());
            chunk.position(chunk.position() + entry.length());
        } else {
            payload = ByteBuffer.allocateDirect(entry.length());
        }
        reader.read(entry.segment(), entry.at(), payload);
        return JournalEntry.append(
                partition,
                payload.flip(),
                Lease.NONE,
                new JournalEntry.Offsets(entry.base(), entry.next(), entry.row().epoch()));
    }

    private void flush(LocalPartition partition, List<JournalEntry> batch)
            throws IOException, StorageException {
        if (!batch.isEmpty()) {
            partition.segments().append(batch, writer, _ -> {});
        }
        batch.clear();
        chunk.clear();
    }
}
