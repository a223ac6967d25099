package dev.reservoir.log.local;

import java.util.ArrayList;
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

    /** The appends of a partition that are undamaged, in order. */
    List<LocatedEntry> intactAppends(EntryRow.Key partition) {
        List<LocatedEntry> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            LocatedEntry entry = rows.get(i);
            boolean wanted =
                    entry.kind() == EntryKind.APPEND && entry.row().partition().equals(partition);
            if (wanted && intact.get(i)) {
                found.add(entry);
            }
        }
        return found;
    }

    long end() {
        return at + header.length();
    }
}
