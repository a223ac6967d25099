package dev.reservoir.log.local;

/**
 * An entry in the journal.
 *
 * @param at where its payload starts in the segment
 */
record LocatedEntry(EntryRow row, JournalSegment segment, long at) {
    EntryKind kind() {
        return row.kind();
    }

    long base() {
        return row.span().base();
    }

    long next() {
        return row.span().next();
    }

    int length() {
        return row.span().length();
    }
}
