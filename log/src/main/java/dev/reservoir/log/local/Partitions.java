package dev.reservoir.log.local;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions of the engine, by id. Thread-safe. */
final class Partitions {
    private final ConcurrentHashMap<EntryRow.Key, LocalPartition> all = new ConcurrentHashMap<>();
    private final Runnable journalFreed;

    /**
     * @param journalFreed called when the journal has room again
     */
    Partitions(Runnable journalFreed) {
        this.journalFreed = journalFreed;
    }

    @Nullable LocalPartition get(EntryRow.Key key) {
        return all.get(key);
    }

    /** Adds a partition unless there is one of its key, and returns the one there is. */
    LocalPartition add(LocalPartition partition) {
        LocalPartition there = all.putIfAbsent(partition.key(), partition);
        return there == null ? partition : there;
    }

    void remove(EntryRow.Key key) {
        all.remove(key);
    }

    List<LocalPartition> all() {
        return new ArrayList<>(all.values());
    }

    void journalFreed() {
        journalFreed.run();
    }
}
