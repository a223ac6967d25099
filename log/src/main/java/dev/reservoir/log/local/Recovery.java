package dev.reservoir.log.local;

import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.TopicNames;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A start: reads checkpoint and journal, makes the partitions that the checkpoint names, and brings
 * those that the journal names up to its end. Its time depends on the journal, not on the number of
 * partitions.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final EntryRow.Key METADATA =
            new EntryRow.Key(PartitionId.METADATA.topicId(), PartitionId.METADATA.index());

    private final Storage storage;
    private final Map<EntryRow.Key, CheckpointFile.Entry> checkpointed = new HashMap<>();
    private final JournalReader reader;
    private final JournalIndex index = new JournalIndex();
    private final Journal journal;
    private final JournalPosition from;
    private boolean unapplied;

    private Recovery(Storage storage, JournalReader reader, Start start)
            throws IOException, StorageException {
        this.storage = storage;
        this.reader = reader;
        for (CheckpointFile.Entry entry : start.checkpoint.entries()) {
            PartitionId id = entry.row().id();
            checkpointed.put(new EntryRow.Key(id.topicId(), id.index()), entry);
        }
        this.from = start.checkpoint.replayFrom();
        this.journal = scan(start);
    }

    /** What a start begins with. */
    private record Start(
            CheckpointFile.Content checkpoint,
            JournalFiles files,
            Path directory,
            LocalConfig config) {}

    /** Reads checkpoint and journal; repairs the journal's end. */
    static Recovery read(Storage storage, Checkpoints checkpoints, LocalConfig config)
            throws IOException, StorageException {
        CheckpointFile.Content checkpoint = checkpoints.read();
        Path directory = storage.root().resolve(DataDirectory.JOURNAL);
        JournalFiles files =
                JournalFiles.load(storage.disk(), directory, checkpoints.neededGeneration());
        JournalReader reader = new JournalReader(storage.disk());
        boolean done = false;
        try {
            Recovery recovery =
                    new Recovery(storage, reader, new Start(checkpoint, files, directory, config));
            done = true;
            return recovery;
        } finally {
            if (!done) {
                reader.close();
            }
        }
    }

    private Journal scan(Start start) throws IOException, StorageException {
        JournalScan scan = new JournalScan(storage.disk(), reader, start.files.used(), index);
        JournalPosition from = start.checkpoint.replayFrom();
        JournalPosition end = scan.run(from);
        LOG.debug("the journal goes from {} to {}", from, end);
        int segmentBytes = start.config.journalSegmentBytes();
        SegmentPool pool =
                new SegmentPool(
                        storage.disk(),
                        start.directory,
                        segmentBytes,
                        start.files.nextId(),
                        Math.toIntExact(start.config.journalMaxBytes() / segmentBytes));
        start.files.spare().forEach(pool::add);
        return new Journal(storage.disk(), start.config, pool, start.files.used(), end);
    }

    Journal journal() {
        return journal;
    }

    /**
     * Recovers the metadata partition, which says what else is alive.
     *
     * @throws StorageException when it is damaged: nothing can be started
     */
    void recoverMetadata(PartitionHost host, Partitions partitions)
            throws IOException, StorageException {
        LocalPartition metadata = make(host, PartitionId.METADATA, METADATA);
        PartitionRecovery recovery = new PartitionRecovery(reader);
        recovery.recover(metadata, index.of(METADATA), index.mayLack(METADATA));
        StorageException damage = metadata.failure();
        if (damage != null) {
            throw new StorageException(
                    StorageException.Kind.FAILED,
                    "the cluster's metadata is damaged, so nothing is started: "
                            + damage.getMessage(),
                    damage);
        }
        partitions.add(metadata);
    }

    private LocalPartition make(PartitionHost host, PartitionId id, EntryRow.Key key)
            throws IOException {
        CheckpointFile.Entry entry = checkpointed.get(key);
        boolean known = entry != null && !entry.row().segments().isEmpty();
        PartitionDirectory directory = new PartitionDirectory(storage, id, known);
        List<SegmentFile> segments = new ArrayList<>();
        if (entry == null) {
            return new LocalPartition(
                    host,
                    new PartitionSegments(directory, segments),
                    new Offsets(0, 0, 0),
                    StatePlace.NONE);
        }
        PartitionRow row = entry.row();
        for (PartitionRow.Segment segment : row.segments()) {
            segments.add(new SegmentFile(directory, segment.base(), segment.bounds()));
        }
        PartitionSegments all = new PartitionSegments(directory, segments);
        // What lay below the start was removed behind the checkpoint, or is now.
        all.dropBelow(row.start(), row.start());
        LocalPartition partition =
                new LocalPartition(
                        host, all, new Offsets(row.start(), row.next(), row.next()), entry.state());
        if (!row.damage().isEmpty()) {
            partition.failNow(new StorageException(StorageException.Kind.READ_ONLY, row.damage()));
        }
        return partition;
    }

    /** Recovers everything else. */
    void recover(PartitionHost host, Partitions partitions, TopicNames alive)
            throws IOException, StorageException {
        PartitionRecovery recovery = new PartitionRecovery(reader);
        for (Map.Entry<EntryRow.Key, CheckpointFile.Entry> entry : checkpointed.entrySet()) {
            EntryRow.Key key = entry.getKey();
            if (key.equals(METADATA)) {
                continue;
            }
            PartitionId id = entry.getValue().row().id();
            if (alive.nameOf(key.topicId()) == null) {
                new PartitionDirectory(storage, id, true).remove();
            } else {
                bring(recovery, partitions.add(make(host, id, key)));
            }
        }
        boolean strays = false;
        for (EntryRow.Key key : index.partitions()) {
            if (!checkpointed.containsKey(key) && !key.equals(METADATA)) {
                PartitionId id = idOf(key, alive);
                if (id != null) {
                    bring(recovery, partitions.add(make(host, id, key)));
                }
                strays |= id == null;
            }
        }
        if (strays) {
            removeStrays(partitions, alive);
        }
        reader.close();
    }

    /**
     * Removes directories of topics that came and went after the checkpoint: the journal names them
     * by their ids only.
     */
    private void removeStrays(Partitions partitions, TopicNames alive) throws IOException {
        Set<String> served = new HashSet<>();
        for (LocalPartition partition : partitions.all()) {
            served.add(partition.id().toString());
        }
        for (String name : storage.disk().list(storage.root())) {
            if (served.contains(name) || name.endsWith(PartitionDirectory.DELETE_SUFFIX)) {
                continue;
            }
            UUID owner = PartitionDirectory.owner(storage.disk(), storage.root().resolve(name));
            if (owner == null
                    || owner.equals(PartitionId.METADATA.topicId())
                    || alive.nameOf(owner) != null) {
                continue;
            }
            PartitionId id = PartitionDirectory.idOf(name, owner);
            if (id != null) {
                new PartitionDirectory(storage, id, true).remove();
            }
        }
    }

    private static @Nullable PartitionId idOf(EntryRow.Key key, TopicNames alive) {
        String name = alive.nameOf(key.topicId());
        return name == null ? null : new PartitionId(key.topicId(), name, key.index());
    }

    private void bring(PartitionRecovery recovery, LocalPartition partition) throws IOException {
        JournalIndex.History history = index.of(partition.key());
        boolean lacking = index.mayLack(partition.key());
        if (history.entries().isEmpty() && !lacking) {
            return;
        }
        try {
            recovery.recover(partition, history, lacking);
        } catch (StorageException e) {
            PartitionRecovery.setAside(partition, history);
            fail(partition, StorageException.Kind.OFFLINE, e);
        } catch (IOException e) {
            if (!Storage.isFull(e)) {
                throw e;
            }
            unapplied = true;
            fail(partition, StorageException.Kind.FULL, e);
        }
    }

    private static void fail(
            LocalPartition partition, StorageException.Kind kind, Exception cause) {
        String message =
                (kind == StorageException.Kind.FULL
                                ? "the disk is full: partition %s takes no appends before the next"
                                        + " start, its latest records stay in the journal (%s)"
                                : "partition %s cannot be served: %s")
                        .formatted(partition.id(), cause.getMessage());
        LOG.error("{}", message);
        partition.failNow(new StorageException(kind, message, cause));
    }

    /** Whether something is left in the journal that could not be applied. */
    boolean leavesUnapplied() {
        return unapplied;
    }

    /** Where the journal has to be read from to find what could not be applied. */
    JournalPosition from() {
        return from;
    }
}
