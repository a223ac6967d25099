package dev.reservoir.log.local;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites what a segment lost by a failed sync (DURABILITY rule 7): the system forgets that the
 * bytes are dirty, so a second sync proves nothing. The segment ends where it was synced before;
 * the rest is taken from the journal into a segment of its own. If that fails too the partition
 * goes offline and its entries stay in journal segments set aside. Used while nothing is applied.
 */
final class SegmentRewriter {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentRewriter.class);

    private final Disk disk;
    private final Journal journal;

    SegmentRewriter(Disk disk, Journal journal) {
        this.disk = disk;
        this.journal = journal;
    }

    /**
     * Puts a synced copy in the place of a segment that could not be synced.
     *
     * @throws IOException when the disk is full, or when it is a segment of the metadata, without
     *     which nothing could be started: it is tried again, and the journal is kept until then
     */
    void rewrite(LocalPartition partition, SegmentFile failed, IOException cause)
            throws IOException {
        if (!partition.segments().all().contains(failed)) {
            return;
        }
        LOG.error(
                "{} could not be synced ({}); what is not known to be on the disk is written again"
                        + " from the journal",
                failed.path(),
                cause.getMessage());
        try {
            replace(partition, failed);
        } catch (IOException | StorageException e) {
            boolean full = e instanceof IOException problem && Storage.isFull(problem);
            if (full || partition.id().equals(PartitionId.METADATA)) {
                throw new IOException(failed.path() + " cannot be made durable: " + e, e);
            }
            goOffline(partition, e);
        }
    }

    private void replace(LocalPartition partition, SegmentFile failed)
            throws IOException, StorageException {
        PartitionDirectory directory = partition.segments().directory();
        SegmentFile.Bounds good = failed.synced();
        Path copy = directory.file(SegmentFile.name(good.next(), ".rewritten"));
        long size;
        try (JournalReader reader = new JournalReader(disk)) {
            List<LocatedEntry> lost =
                    find(reader, partition.key(), good.next(), failed.written().next());
            size = write(copy, reader, lost);
        } catch (IOException | StorageException e) {
            disk.delete(copy);
            throw e;
        }
        failed.retire();
        failed.deleteIndexes();
        List<SegmentFile> fresh = new ArrayList<>();
        if (good.size() > 0) {
            SegmentFile shortened = new SegmentFile(directory, failed.base, good);
            shortened.dropUnsynced();
            fresh.add(shortened);
        }
        SegmentFile rewritten =
                new SegmentFile(directory, good.next(), SegmentFile.Bounds.empty(good.next()));
        disk.rename(copy, rewritten.path());
        disk.syncDirectory(directory.path());
        rewritten.measureAll(size, failed.written().next());
        fresh.add(rewritten);
        swap(partition.segments(), failed, fresh);
    }

    private static void swap(
            PartitionSegments segments, SegmentFile failed, List<SegmentFile> fresh) {
        List<SegmentFile> all = new ArrayList<>();
        for (SegmentFile segment : segments.all()) {
            if (segment == failed) {
                all.addAll(fresh);
            } else {
                all.add(segment);
            }
        }
        segments.set(all);
    }

    private long write(Path copy, JournalReader reader, List<LocatedEntry> lost)
            throws IOException {
        long size = 0;
        try (DiskFile file = disk.open(copy)) {
            file.truncate(0);
            for (LocatedEntry entry : lost) {
                ByteBuffer batches = reader.bytes(entry.segment(), entry.at(), entry.length());
                file.write(new ByteBuffer[] {batches}, size);
                size += entry.length();
            }
            file.sync();
        }
        return size;
    }

    /** The appends that the journal holds of a partition between two offsets. */
    private List<LocatedEntry> find(
            JournalReader reader, EntryRow.Key partition, long from, long to)
            throws IOException, StorageException {
        List<LocatedEntry> found = new ArrayList<>();
        long next = from;
        for (JournalSegment segment : journal.live()) {
            CommitRead commit = reader.commitAt(segment, CommitFormat.BLOCK);
            while (commit != null && next < to) {
                for (LocatedEntry entry : commit.intactAppends(partition)) {
                    if (entry.base() == next && next < to) {
                        found.add(entry);
                        next = entry.next();
                    }
                }
                commit = reader.commitAt(segment, commit.end());
            }
        }
        if (next < to) {
            throw new StorageException(
                    StorageException.Kind.CORRUPT,
                    "the journal does not hold offsets %d to %d of it".formatted(next, to));
        }
        return found;
    }

    private void goOffline(LocalPartition partition, Exception cause) {
        String message =
                ("partition %s is offline: its latest records could neither be synced nor written"
                                + " again (%s). They are kept in journal segments that are set"
                                + " aside (.aside files); after a restart the records before them"
                                + " can be read. Check the disk, then restore the data directory"
                                + " from a copy, or delete the topic")
                        .formatted(partition.id(), cause.getMessage());
        LOG.error("{}", message);
        journal.setAside(0);
        partition.failNow(new StorageException(StorageException.Kind.OFFLINE, message, cause));
    }
}
