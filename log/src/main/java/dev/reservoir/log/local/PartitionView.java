package dev.reservoir.log.local;

import dev.reservoir.log.Extent;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.batch.BatchView;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a partition is visible at one moment, and look-ups in it.
 *
 * @param segments in order
 * @param lastBounds of the last segment, if there is one
 * @param settled what lies below is below the last checkpoint
 */
record PartitionView(
        List<SegmentFile> segments,
        SegmentFile.Bounds lastBounds,
        long start,
        long durable,
        long settled) {
    private SegmentFile.Bounds bounds(int index) {
        return index == segments.size() - 1 ? lastBounds : segments.get(index).bounds();
    }

    private long next(int index) {
        return index == segments.size() - 1 ? lastBounds.next() : segments.get(index + 1).base;
    }

    /** See {@link dev.reservoir.log.PartitionStore#read}. */
    Slice read(long offset, int maxBytes, boolean wholeFirst, long upTo)
            throws IOException, StorageException {
        long limit = Math.min(upTo, durable);
        for (int i = Math.max(0, PartitionSegments.floor(segments, offset));
                i < segments.size() && offset < limit;
                i++) {
            SegmentFile segment = segments.get(i);
            if (segment.base >= limit) {
                break;
            }
            long size = bounds(i).size();
            long from = segment.locate(offset, size);
            if (from < size) {
                long to = limit >= next(i) ? size : segment.locate(limit, size);
                return slice(new Region(segment, from, to), maxBytes, wholeFirst);
            }
        }
        return Slice.EMPTY;
    }

    private static Slice slice(Region region, int maxBytes, boolean wholeFirst)
            throws IOException, StorageException {
        long available = region.to - region.from;
        long length = Math.min(available, Math.max(0, maxBytes));
        OpenFiles.Pin pin = region.segment.pin();
        boolean taken = false;
        try {
            if (wholeFirst && length < available) {
                BatchCursor first =
                        new BatchCursor(pin.file, region.from, region.to, BatchView.HEADER_BYTES);
                if (first.next()) {
                    length = Math.max(length, first.size());
                }
            }
            if (length <= 0) {
                return Slice.EMPTY;
            }
            taken = true;
            return new FileSlice(pin, region.from, (int) length);
        } finally {
            if (!taken) {
                pin.close();
            }
        }
    }

    private record Region(SegmentFile segment, long from, long to) {}

    /** See {@link dev.reservoir.log.PartitionStore#find}. */
    long find(long timestamp) throws IOException, StorageException {
        long wanted = timestamp == Long.MAX_VALUE ? largestTimestamp() : timestamp;
        if (timestamp == Long.MAX_VALUE && wanted < 0) {
            return -1;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (bounds(i).maxTimestamp() >= wanted && next(i) > start) {
                long found = segments.get(i).find(wanted, start, bounds(i).size());
                if (found >= 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    private long largestTimestamp() throws IOException, StorageException {
        long largest = -1;
        for (int i = 0; i < segments.size(); i++) {
            SegmentFile segment = segments.get(i);
            if (next(i) > start && bounds(i).maxTimestamp() > largest) {
                long own =
                        segment.base >= start
                                ? bounds(i).maxTimestamp()
                                : segment.maxTimestampFrom(start, bounds(i).size());
                largest = Math.max(largest, own);
            }
        }
        return largest;
    }

    List<Extent> extents() {
        List<Extent> extents = new ArrayList<>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            SegmentFile.Bounds bounds = bounds(i);
            boolean closed = i < segments.size() - 1;
            extents.add(
                    new Extent(
                            segments.get(i).base,
                            next(i),
                            bounds.size(),
                            bounds.firstTimestamp(),
                            bounds.maxTimestamp(),
                            closed && next(i) <= settled));
        }
        return extents;
    }
}
