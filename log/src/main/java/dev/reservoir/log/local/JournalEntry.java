package dev.reservoir.log.local;

import dev.reservoir.log.Completion;
import dev.reservoir.log.Lease;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.commit.CommitEntry;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** An entry on its way into the journal and from there to its partition. */
final class JournalEntry implements CommitEntry {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    final LocalPartition partition;
    final EntryKind kind;

    /** From position to limit; never changed, so writers duplicate it. */
    final ByteBuffer payload;

    final long base;
    final long next;
    final int epoch;

    private final Lease lease;

    /** Null when nobody waits for the entry. */
    private final @Nullable Completion completion;

    private JournalEntry(
            LocalPartition partition,
            EntryKind kind,
            ByteBuffer payload,
            EntryRow.Span span,
            int epoch,
            Lease lease,
            @Nullable Completion completion) {
        this.partition = partition;
        this.kind = kind;
        this.payload = payload;
        this.base = span.base();
        this.next = span.next();
        this.epoch = epoch;
        this.lease = lease;
        this.completion = completion;
    }

    /** Retains the lease. */
    static JournalEntry append(
            LocalPartition partition, ByteBuffer batches, Lease lease, Offsets offsets) {
        lease.retain();
        return new JournalEntry(
                partition,
                EntryKind.APPEND,
                batches.slice(),
                new EntryRow.Span(offsets.base, offsets.next, batches.remaining()),
                offsets.epoch,
                lease,
                null);
    }

    /** Where an append goes, and under which leader epoch. */
    record Offsets(long base, long next, int epoch) {}

    static JournalEntry trim(LocalPartition partition, long newStart, Completion completion) {
        return new JournalEntry(
                partition,
                EntryKind.TRIM,
                NOTHING,
                new EntryRow.Span(newStart, newStart, 0),
                0,
                Lease.NONE,
                completion);
    }

    static JournalEntry delete(LocalPartition partition) {
        return new JournalEntry(
                partition,
                EntryKind.DELETE,
                NOTHING,
                new EntryRow.Span(0, 0, 0),
                0,
                Lease.NONE,
                null);
    }

    static JournalEntry replace(
            LocalPartition partition, Replacement replacement, Completion completion) {
        ByteBuffer payload = replacement.encode();
        return new JournalEntry(
                partition,
                EntryKind.REPLACE,
                payload,
                new EntryRow.Span(replacement.base(), replacement.next(), payload.remaining()),
                0,
                Lease.NONE,
                completion);
    }

    @Override
    public int bytes() {
        return payload.remaining() + 2 * CommitFormat.ROW_BYTES;
    }

    int length() {
        return payload.remaining();
    }

    /**
     * Its row in a commit's table.
     *
     * @param copy of the payload, of which the checksum is made
     */
    EntryRow row(long generation, long number, ByteBuffer copy) {
        return new EntryRow(
                partition.key(),
                kind,
                epoch,
                new EntryRow.Span(base, next, length()),
                CommitFormat.entryChecksum(generation, number, copy));
    }

    /** What is given back to the admission when it is done with. */
    int admittedBytes() {
        return payload.remaining();
    }

    /** Tells whoever waits that the entry is durable and applied. */
    void succeed() {
        if (completion != null) {
            completion.succeed();
        }
    }

    /** Tells whoever waits that it will not be, or not now. */
    void fail(StorageException cause) {
        if (completion != null) {
            completion.fail(cause);
        }
    }

    /** Lets go of the payload's bytes; called once. */
    void release() {
        lease.release();
    }
}
