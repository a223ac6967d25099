package dev.reservoir.log.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the journal holds for each partition, and what of it is damaged. */
final class JournalIndex implements JournalScan.Visitor {
    /** What the journal holds for one partition. */
    static final class History {
        private final List<LocatedEntry> entries = new ArrayList<>();
        private int damagedFrom = Integer.MAX_VALUE;
        private long lastCommit;

        List<LocatedEntry> entries() {
            return entries;
        }

        /** How many entries come before the first damaged one. */
        int intact() {
            return Math.min(damagedFrom, entries.size());
        }

        boolean isDamaged() {
            return damagedFrom != Integer.MAX_VALUE;
        }
    }

    private final Map<EntryRow.Key, History> histories = new HashMap<>();
    private long lastLost;

    @Override
    public void commit(CommitRead commit) {
        for (int i = 0; i < commit.rows().size(); i++) {
            LocatedEntry entry = commit.rows().get(i);
            History history =
                    histories.computeIfAbsent(entry.row().partition(), _ -> new History());
            if (!commit.intact().get(i)) {
                history.damagedFrom = Math.min(history.damagedFrom, history.entries.size());
            }
            history.entries.add(entry);
            history.lastCommit = commit.header().number();
        }
    }

    @Override
    public void lost(long firstNumber, long nextNumber) {
        lastLost = nextNumber - 1;
    }

    /** What the journal holds for a partition. */
    History of(EntryRow.Key partition) {
        History history = histories.get(partition);
        return history == null ? new History() : history;
    }

    /** The partitions that the journal names. */
    Iterable<EntryRow.Key> partitions() {
        return histories.keySet();
    }

    /**
     * Whether the last entries of a partition may have been in a commit of which not even the table
     * can be read: a later entry would show the gap, but there is none.
     */
    boolean mayLack(EntryRow.Key partition) {
        return lastLost > of(partition).lastCommit;
    }
}
