package dev.reservoir.testing.contract;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.Slice;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads as a consumer of committed records does: fetch by fetch, leaving out what was aborted. */
final class CommittedReader {
    private CommittedReader() {}

    /** Offsets of the records that are seen from one offset up to the last stable one. */
    static List<Long> read(PartitionLog log, long from, int maxBytes) throws Exception {
        List<Long> seen = new ArrayList<>();
        long at = from;
        while (true) {
            List<ByteBuffer> batches;
            try (Slice slice = log.read(at, maxBytes, true, true)) {
                batches = Slices.split(Slices.bytes(slice));
            }
            if (batches.isEmpty()) {
                return seen;
            }
            long next = BatchView.at(batches.getLast(), 0).nextOffset();
            take(batches, at, log.aborted(at, next), seen);
            at = next;
        }
    }

    private static void take(
            List<ByteBuffer> batches,
            long from,
            List<AbortedTransaction> aborted,
            List<Long> seen) {
        Deque<AbortedTransaction> ahead =
                new ArrayDeque<>(
                        aborted.stream()
                                .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                                .toList());
        Set<Long> left = new HashSet<>();
        for (ByteBuffer bytes : batches) {
            BatchView batch = BatchView.at(bytes, 0);
            while (!ahead.isEmpty() && ahead.getFirst().firstOffset() <= batch.lastOffset()) {
                left.add(ahead.removeFirst().producerId());
            }
            if (batch.isControl()) {
                TransactionMarker marker = TransactionMarker.of(batch);
                if (marker != null && !marker.committed()) {
                    left.remove(batch.producerId());
                }
            } else if (!batch.isTransactional() || !left.contains(batch.producerId())) {
                for (long at = batch.baseOffset(); at <= batch.lastOffset(); at++) {
                    if (at >= from) {
                        seen.add(at);
                    }
                }
            }
        }
    }
}
