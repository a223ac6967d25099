package dev.reservoir.log.local;

import dev.reservoir.log.SavedState;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The two checkpoint files: the newer one counts, the older one stands in when the newer is
 * damaged, and is written over next. Thread-safe; one thread writes.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final CheckpointFile[] files;
    private final long[] sequences = new long[2];
    private final JournalPosition[] positions = {JournalPosition.START, JournalPosition.START};

    Checkpoints(Disk disk, Path root) {
        this.files =
                new CheckpointFile[] {
                    new CheckpointFile(disk, root.resolve("checkpoint.0")),
                    new CheckpointFile(disk, root.resolve("checkpoint.1"))
                };
    }

    /** Writes the checkpoints of an empty log, so that there are always two. */
    void create() throws IOException {
        for (int i = 0; i < 2; i++) {
            try (CheckpointFile.Writer writer = files[i].new Writer(i + 1L)) {
                writer.finish(JournalPosition.START);
            }
        }
    }

    /**
     * Reads what counts and makes sure that it is on the disk.
     *
     * @throws StorageException when both files are damaged
     */
    synchronized CheckpointFile.Content read() throws IOException, StorageException {
        CheckpointFile.Copy first = take(0);
        CheckpointFile.Copy second = take(1);
        if (first == null && second == null) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "both checkpoints, "
                            + files[0].path()
                            + " and "
                            + files[1].path()
                            + ", are missing or damaged: nothing is started, so that nothing gets"
                            + " lost. Restore the data directory from a copy");
        }
        if (first == null || second == null) {
            LOG.warn(
                    "{} is damaged; {} was used",
                    files[first == null ? 0 : 1].path(),
                    files[first == null ? 1 : 0].path());
        }
        int newer = sequences[0] > sequences[1] ? 0 : 1;
        CheckpointFile.Copy copy = Objects.requireNonNull(newer == 0 ? first : second);
        files[newer].writeAgain(copy);
        return copy.content();
    }

    private CheckpointFile.@Nullable Copy take(int i) throws IOException {
        CheckpointFile.Copy copy = files[i].read();
        if (copy == null) {
            sequences[i] = 0;
        } else {
            sequences[i] = copy.content().sequence();
            positions[i] = copy.content().replayFrom();
        }
        return copy;
    }

    /** Every journal segment before this generation is not needed by either checkpoint. */
    synchronized long neededGeneration() {
        int oldest = sequences[0] <= sequences[1] ? 0 : 1;
        if (sequences[oldest] == 0) {
            oldest = 1 - oldest;
        }
        return positions[oldest].generation();
    }

    /** A row to write; its state is the new one, or that at {@code place} copied. */
    record Write(LocalPartition partition, PartitionRow row, @Nullable SavedState state) {}

    /** Writes a checkpoint, durably, and tells every partition where its state is now. */
    synchronized void write(JournalPosition replayFrom, List<Write> rows) throws IOException {
        int older = sequences[0] <= sequences[1] ? 0 : 1;
        long sequence = sequences[1 - older] + 1;
        StatePlace[] places = new StatePlace[rows.size()];
        sequences[older] = 0;
        try (CheckpointFile.Writer writer = files[older].new Writer(sequence)) {
            for (int i = 0; i < places.length; i++) {
                Write row = rows.get(i);
                SavedState state = row.state;
                if (state == null) {
                    StatePlace place = row.partition.savedPlace();
                    state = new SavedState(place.offset(), blob(place));
                }
                places[i] = writer.add(row.row, state.offset(), state.blob());
            }
            writer.finish(replayFrom);
        }
        sequences[older] = sequence;
        positions[older] = replayFrom;
        for (int i = 0; i < places.length; i++) {
            rows.get(i).partition.settle(rows.get(i).row.next(), places[i]);
        }
    }

    private ByteBuffer blob(StatePlace place) throws IOException {
        if (place.length() == 0) {
            return SavedState.EMPTY.blob();
        }
        for (int i = 0; i < 2; i++) {
            if (sequences[i] == place.checkpoint()) {
                return files[i].readState(place);
            }
        }
        throw new IOException("checkpoint " + place.checkpoint() + " is there no more");
    }

    /** A saved state; null when its checkpoint was written over. */
    synchronized @Nullable SavedState readState(StatePlace place) {
        if (place.length() == 0) {
            return new SavedState(place.offset(), SavedState.EMPTY.blob());
        }
        if (sequences[0] != place.checkpoint() && sequences[1] != place.checkpoint()) {
            return null;
        }
        try {
            return new SavedState(place.offset(), blob(place));
        } catch (IOException e) {
            LOG.error("a saved state cannot be read and is folded anew: {}", e.toString());
            return SavedState.EMPTY;
        }
    }
}
