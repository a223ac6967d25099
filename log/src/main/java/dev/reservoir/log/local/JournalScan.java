package dev.reservoir.log.local;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.disk.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the journal from a checkpoint's position to its end, tells a torn last write from damage,
 * cuts the one and reports the other (DURABILITY rules 16 to 18).
 */
final class JournalScan {
    private static final Logger LOG = LoggerFactory.getLogger(JournalScan.class);

    /** What is told of each commit, in order. */
    interface Visitor {
        void commit(CommitRead commit);

        /** Commits of which not even the table can be read. */
        void lost(long firstNumber, long nextNumber);
    }

    private final Disk disk;
    private final JournalReader reader;

    /** By generation. */
    private final List<JournalSegment> segments;

    private final Visitor visitor;

    private int current;
    private long at;
    private long expected;

    /** Read, but not yet told: only a commit with something behind it is known not to be torn. */
    private @Nullable CommitRead last;

    JournalScan(Disk disk, JournalReader reader, List<JournalSegment> segments, Visitor visitor) {
        this.disk = disk;
        this.reader = reader;
        this.segments = segments;
        this.visitor = visitor;
    }

    /**
     * Walks from a position on.
     *
     * @return where the journal ends
     */
    JournalPosition run(JournalPosition from) throws IOException, StorageException {
        current = 0;
        while (current < segments.size() && segments.get(current).generation < from.generation()) {
            current++;
        }
        at = from.offset();
        if (current < segments.size() && segments.get(current).generation > from.generation()) {
            at = CommitFormat.BLOCK;
        }
        expected = from.number();
        while (step()) {
            at = last == null ? at : last.end();
        }
        finish();
        long generation = from.generation();
        if (!segments.isEmpty()) {
            generation = Math.max(generation, segments.getLast().generation);
        }
        return new JournalPosition(expected, generation, at);
    }

    /** Takes the next commit; false at the end. */
    private boolean step() throws IOException {
        if (current >= segments.size()) {
            return false;
        }
        JournalSegment segment = segments.get(current);
        CommitRead here = reader.commitAt(segment, at);
        if (here != null && here.header().number() == expected) {
            return take(here);
        }
        CommitRead next = startOfLaterSegment();
        if (next != null && next.header().number() == expected) {
            return enter(next);
        }
        CommitRead behind = search(segment);
        if (behind == null) {
            behind = next;
        }
        return behind != null && resume(behind);
    }

    private boolean take(CommitRead commit) {
        if (last != null && !last.allIntact() && last.header().policy() == FlushPolicy.OS) {
            return false;
        }
        tell();
        last = commit;
        expected = commit.header().number() + 1;
        return true;
    }

    private boolean enter(CommitRead commit) {
        current = segments.indexOf(commit.segment());
        return take(commit);
    }

    /** Goes on behind something unreadable, unless an unsynced write explains it. */
    private boolean resume(CommitRead found) {
        boolean unsynced = found.header().policy() == FlushPolicy.OS;
        if (unsynced) {
            return false;
        }
        if (found.header().number() == expected) {
            LOG.warn(
                    "the header of journal commit {} in {} is damaged; its second copy was used",
                    expected,
                    found.segment());
            return enter(found);
        }
        tell();
        last = null;
        markDamaged(found.segment());
        LOG.error(
                "journal commits {} to {} in {} cannot be read, later ones can: this is damage, not"
                        + " a torn write",
                expected,
                found.header().number() - 1,
                segments.get(current));
        visitor.lost(expected, found.header().number());
        return enter(found);
    }

    private void markDamaged(JournalSegment upTo) {
        for (int i = current; i < segments.size(); i++) {
            segments.get(i).setAside(disk);
            if (segments.get(i) == upTo) {
                return;
            }
        }
    }

    private void tell() {
        CommitRead commit = last;
        if (commit == null) {
            return;
        }
        visitor.commit(commit);
    }

    private @Nullable CommitRead startOfLaterSegment() throws IOException {
        for (int i = current + 1; i < segments.size(); i++) {
            CommitRead first = reader.commitAt(segments.get(i), CommitFormat.BLOCK);
            if (first != null && first.header().number() >= expected) {
                return first;
            }
        }
        return null;
    }

    /** The first commit behind the current place that can be read, by header or footer. */
    private @Nullable CommitRead search(JournalSegment segment) throws IOException {
        for (long block = at; block < segment.capacity; block += CommitFormat.BLOCK) {
            CommitRead byHeader = reader.commitAt(segment, block);
            if (byHeader != null && byHeader.header().number() >= expected) {
                return byHeader;
            }
            CommitRead byFooter = reader.commitBefore(segment, block + CommitFormat.BLOCK);
            if (byFooter != null && byFooter.at() >= at && byFooter.header().number() >= expected) {
                return byFooter;
            }
        }
        return null;
    }

    /** Cuts a torn last commit, or makes sure that a whole one is on the disk. */
    private void finish() throws IOException, StorageException {
        CommitRead commit = last;
        if (commit != null && !commit.allIntact()) {
            LOG.warn(
                    "journal commit {} in {} was cut off: it was not whole when the process or the"
                            + " power stopped (or the last commit was damaged later); it was never"
                            + " acknowledged if so",
                    commit.header().number(),
                    commit.segment());
            expected = commit.header().number();
            at = commit.at();
            current = segments.indexOf(commit.segment());
            last = null;
        } else if (commit != null) {
            writeAgain(commit);
            tell();
        }
        blankTail();
    }

    /** What is read back may be in the page cache only. */
    private void writeAgain(CommitRead commit) throws IOException, StorageException {
        ByteBuffer bytes = reader.bytes(commit.segment(), commit.at(), commit.header().length());
        try (DiskFile file = disk.openSynchronous(commit.segment().path)) {
            file.write(new ByteBuffer[] {bytes}, commit.at());
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "the last commit could not be made durable in "
                            + commit.segment()
                            + " ("
                            + e.getMessage()
                            + "): nothing is written. Check the disk, then restart Reservoir",
                    e);
        }
    }

    /** Makes sure that nothing behind the end is ever taken for a commit. */
    private void blankTail() throws IOException {
        List<JournalSegment> tails = new ArrayList<>();
        if (current < segments.size()) {
            tails.addAll(segments.subList(current, segments.size()));
        }
        long from = at;
        for (JournalSegment segment : tails) {
            blank(segment, from);
            from = CommitFormat.BLOCK;
        }
        reader.forget();
    }

    private void blank(JournalSegment segment, long from) throws IOException {
        List<Long> blocks = new ArrayList<>();
        for (long block = from; block < segment.capacity; block += CommitFormat.BLOCK) {
            if (reader.looksLikeCommit(segment, block)) {
                blocks.add(block);
            }
        }
        if (blocks.isEmpty()) {
            return;
        }
        try (DiskFile file = disk.openSynchronous(segment.path)) {
            for (long block : blocks) {
                file.write(new ByteBuffer[] {ByteBuffer.allocate(CommitFormat.BLOCK)}, block);
            }
        }
    }
}
