package dev.reservoir.log.local;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Extent;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Puts compacted batches in the place of settled segments. The new file is written and synced under
 * a name of its own; a journal entry makes the swap count; applying the entry, then or at recovery,
 * renames the file over the first old segment and removes the others. Every step can be repeated.
 */
final class SegmentReplacer {
    /** What is to be replaced, and by what. */
    record Request(long base, long next, Iterator<ByteBuffer> batches) {}

    private SegmentReplacer() {}

    /** Writes the new file and waits until it has taken the place of the old ones. */
    static void prepare(LocalPartition partition, PartitionHost host, Request request)
            throws StorageException {
        check(partition, request);
        PartitionDirectory directory = partition.segments().directory();
        Completion completion = new Completion();
        try {
            removeLeftovers(directory, host.firstNonce());
            Replacement replacement = writeFile(directory, host.nonce(), request);
            host.enqueue(JournalEntry.replace(partition, replacement, completion));
            host.beginCommit();
            completion.await();
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.FULL,
                    "compacted batches of " + partition.id() + " could not be written: " + e,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    StorageException.Kind.BUSY,
                    "interrupted while compacted batches of " + partition.id() + " were swapped in",
                    e);
        }
    }

    private static void check(LocalPartition partition, Request request) throws StorageException {
        long reached = -1;
        for (Extent extent : partition.extents()) {
            boolean inside = extent.base() >= request.base && extent.next() <= request.next;
            boolean first = reached < 0 && extent.base() == request.base;
            if (inside && extent.settled() && (first || extent.base() == reached)) {
                reached = extent.next();
            }
        }
        if (reached != request.next) {
            throw new IllegalArgumentException(
                    "%s: offsets %d to %d are not whole settled extents"
                            .formatted(partition.id(), request.base, request.next));
        }
    }

    /** Removes what an earlier process left when it ended in the middle of a replacement. */
    private static void removeLeftovers(PartitionDirectory directory, long firstNonce)
            throws IOException {
        for (String name : directory.disk().list(directory.path())) {
            long nonce = Replacement.nonceOf(name);
            if (nonce >= 0 && nonce < firstNonce) {
                directory.disk().delete(directory.file(name));
            }
        }
    }

    private static Replacement writeFile(PartitionDirectory directory, long nonce, Request request)
            throws IOException {
        Disk disk = directory.disk();
        Path path = directory.file(Replacement.fileName(request.base, nonce));
        long size = 0;
        boolean done = false;
        try (DiskFile file = disk.open(path)) {
            while (request.batches.hasNext()) {
                ByteBuffer batch = request.batches.next().duplicate();
                int length = batch.remaining();
                if (size + length > Integer.MAX_VALUE) {
                    throw new IOException("a segment cannot exceed " + Integer.MAX_VALUE);
                }
                file.write(new ByteBuffer[] {batch}, size);
                size += length;
            }
            file.sync();
            done = true;
        } finally {
            if (!done) {
                disk.delete(path);
            }
        }
        disk.syncDirectory(directory.path());
        return new Replacement(request.base, request.next, nonce, size);
    }

    /** Swaps the new file in again at recovery; a later trim may have removed it since. */
    static void swapAgain(PartitionSegments segments, Replacement replacement) throws IOException {
        PartitionDirectory directory = segments.directory();
        boolean there =
                directory.disk().exists(directory.file(replacement.fileName()))
                        || directory.disk().exists(newFile(directory, replacement).path());
        if (there) {
            swap(segments, replacement);
            return;
        }
        List<SegmentFile> kept = new ArrayList<>(segments.all());
        List<SegmentFile> gone = new ArrayList<>(kept);
        kept.removeIf(segment -> replacement.holds(segment.base));
        gone.removeAll(kept);
        segments.remove(gone, kept);
    }

    private static SegmentFile newFile(PartitionDirectory directory, Replacement replacement) {
        return new SegmentFile(
                directory, replacement.base(), SegmentFile.Bounds.empty(replacement.base()));
    }

    /** Swaps the new file in; does nothing that was done before. */
    static void swap(PartitionSegments segments, Replacement replacement) throws IOException {
        PartitionDirectory directory = segments.directory();
        Disk disk = directory.disk();
        Path prepared = directory.file(replacement.fileName());
        List<SegmentFile> old = new ArrayList<>();
        List<SegmentFile> before = new ArrayList<>();
        List<SegmentFile> after = new ArrayList<>();
        for (SegmentFile segment : segments.all()) {
            boolean replaced = replacement.holds(segment.base);
            (replaced ? old : segment.base < replacement.base() ? before : after).add(segment);
        }
        SegmentFile replacing = newFile(directory, replacement);
        for (SegmentFile segment : old) {
            segment.retire();
        }
        replacing.deleteIndexes();
        if (disk.exists(prepared)) {
            disk.syncDirectory(directory.path());
            disk.rename(prepared, replacing.path());
        }
        disk.syncDirectory(directory.path());
        measure(replacing, replacement);
        before.add(replacing);
        before.addAll(after);
        old.removeIf(segment -> segment.base == replacement.base());
        segments.remove(old, before);
    }

    private static void measure(SegmentFile segment, Replacement replacement) throws IOException {
        try {
            segment.measureAll(replacement.size(), replacement.next());
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
