package dev.reservoir.log.local;

import java.util.List;

/**
 * A commit as found in the journal.
 *
 * @param at where it starts
 * @param rows its entries, with the place of each payload
 * @param intact for each row, whether its payload has the right checksum
 */
record CommitRead(
        JournalSegment segment,
        long at,
        CommitFormat.Header header,
        List<LocatedEntry> rows,
        List<Boolean> intact) {
    boolean allIntact() {
        return !intact.contains(false);
    }

    long end() {
        return at + header.length();
    }
}
