package dev.reservoir.log.local;

import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.commit.CommitStages;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens to a commit: it goes into the journal, then into the segments of its partitions,
 * then whoever waits for it is told. What cannot be applied now (a full disk) stays queued, holds
 * its part of the journal, and is tried again.
 */
final class Applier implements CommitStages<JournalEntry, JournalPosition> {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    /** Behind every commit. */
    private static final JournalPosition NOTHING =
            new JournalPosition(Long.MAX_VALUE, Long.MAX_VALUE, 0);

    /** Entries of one partition that wait to be applied. */
    private static final class Stalled {
        final List<JournalEntry> entries = new ArrayList<>();

        /** Where the journal has to be read from to find them. */
        final JournalPosition from;

        Stalled(JournalPosition from) {
            this.from = from;
        }
    }

    /** What is done while nothing is applied. */
    interface Action {
        void run() throws IOException;
    }

    private final Journal journal;
    private final PartitionHost host;
    private final Runnable afterCommit;
    private final SegmentWriter writer = new SegmentWriter();
    private final Map<LocalPartition, List<JournalEntry>> groups = new LinkedHashMap<>();
    private final Map<LocalPartition, Stalled> stalled = new LinkedHashMap<>();
    private final List<Signal> woken = new ArrayList<>();
    private final List<JournalEntry> finished = new ArrayList<>();
    private JournalPosition applied;
    private JournalPosition kept = NOTHING;

    /**
     * @param afterCommit called behind each commit, quickly
     */
    Applier(Journal journal, PartitionHost host, Runnable afterCommit) {
        this.journal = journal;
        this.host = host;
        this.afterCommit = afterCommit;
        this.applied = journal.position();
    }

    @Override
    public boolean isQuick(int entries, long bytes) {
        return journal.hasRoom(entries, bytes);
    }

    @Override
    public JournalPosition makeDurable(List<JournalEntry> entries) throws StorageException {
        return journal.append(entries);
    }

    @Override
    public synchronized void apply(List<JournalEntry> entries, JournalPosition position) {
        for (JournalEntry entry : entries) {
            groups.computeIfAbsent(entry.partition, _ -> new ArrayList<>()).add(entry);
        }
        for (Map.Entry<LocalPartition, List<JournalEntry>> group : groups.entrySet()) {
            applyGroup(group.getKey(), group.getValue(), position.number() - 1);
        }
        groups.clear();
        applied = position;
        finishAll();
        afterCommit.run();
    }

    private void applyGroup(LocalPartition partition, List<JournalEntry> entries, long commit) {
        Stalled before = stalled.get(partition);
        if (before != null) {
            before.entries.addAll(entries);
            failCompletions(partition, entries);
            return;
        }
        int done = partition.isOffline() ? 0 : tryApply(partition, entries, commit);
        List<JournalEntry> left = entries.subList(done, entries.size());
        if (left.isEmpty()) {
            return;
        }
        if (partition.isOffline()) {
            giveUp(partition, left, applied);
        } else {
            Stalled rest = new Stalled(applied);
            rest.entries.addAll(left);
            stalled.put(partition, rest);
        }
    }

    /** What a partition that is offline cannot take stays in the journal segments set aside. */
    private void giveUp(
            LocalPartition partition, List<JournalEntry> entries, JournalPosition from) {
        journal.setAside(from.generation());
        failCompletions(partition, entries);
        finished.addAll(entries);
    }

    /** Applies what can be applied and tells how many entries that were. */
    private int tryApply(LocalPartition partition, List<JournalEntry> entries, long commit) {
        LocalPartition.Progress progress = new LocalPartition.Progress();
        try {
            partition.apply(entries, writer, progress);
        } catch (IOException e) {
            partition.stall(stall(partition, e), woken);
        } catch (StorageException e) {
            partition.fail(e, woken);
        }
        int done = progress.applied();
        long next = -1;
        for (JournalEntry entry : entries.subList(0, done)) {
            next = entry.kind == EntryKind.APPEND ? entry.next : next;
        }
        partition.publish(commit, next, woken);
        finished.addAll(entries.subList(0, done));
        failCompletions(partition, entries.subList(done, entries.size()));
        return done;
    }

    /** Nobody waits for what is not applied now. */
    private static void failCompletions(LocalPartition partition, List<JournalEntry> entries) {
        StorageException cause = partition.failure();
        if (cause != null) {
            entries.forEach(entry -> entry.fail(cause));
        }
    }

    private StorageException stall(LocalPartition partition, IOException cause) {
        if (!stalled.containsKey(partition)) {
            LOG.error(
                    "partition {} cannot be written and takes no appends until it can: {}",
                    partition.id(),
                    cause.toString());
        }
        return new StorageException(
                StorageException.Kind.FULL,
                "partition "
                        + partition.id()
                        + " takes no appends until what is in the journal for it can be written: "
                        + cause.getMessage(),
                cause);
    }

    private void finishAll() {
        for (Signal signal : woken) {
            signal.raise();
        }
        woken.clear();
        for (JournalEntry entry : finished) {
            entry.succeed();
            host.finish(entry);
        }
        finished.clear();
    }

    /** Tries again what could not be applied. */
    synchronized void retry() {
        for (Iterator<Map.Entry<LocalPartition, Stalled>> all = stalled.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<LocalPartition, Stalled> next = all.next();
            LocalPartition partition = next.getKey();
            List<JournalEntry> entries = next.getValue().entries;
            JournalPosition from = next.getValue().from;
            int done = tryApply(partition, entries, from.number());
            entries.subList(0, done).clear();
            if (partition.isOffline()) {
                all.remove();
                giveUp(partition, entries, from);
            } else if (entries.isEmpty()) {
                all.remove();
                partition.resume();
                LOG.info("partition {} takes appends again", partition.id());
            }
        }
        finishAll();
    }

    synchronized boolean isStalled() {
        return !stalled.isEmpty();
    }

    synchronized boolean isStalled(LocalPartition partition) {
        return stalled.containsKey(partition);
    }

    /** Up to where everything in the journal is applied. */
    synchronized JournalPosition applied() {
        JournalPosition cut = kept.number() < applied.number() ? kept : applied;
        for (Stalled one : stalled.values()) {
            if (one.from.number() < cut.number()) {
                cut = one.from;
            }
        }
        return cut;
    }

    /** Keeps the journal from a position on: it holds what could not be applied. */
    synchronized void keepFrom(JournalPosition position) {
        kept = position;
    }

    /** Takes note of a commit that holds nothing. */
    synchronized void sealed(JournalPosition position) {
        applied = position;
    }

    /** Does something to segments that must not happen while a commit is applied. */
    synchronized void exclusively(Action action) throws IOException {
        action.run();
    }

    @Override
    public void fail(List<JournalEntry> entries, StorageException cause) {
        List<Signal> signals = new ArrayList<>();
        for (JournalEntry entry : entries) {
            entry.fail(cause);
            entry.partition.wakeAll(signals);
            host.finish(entry);
        }
        signals.forEach(Signal::raise);
    }
}
