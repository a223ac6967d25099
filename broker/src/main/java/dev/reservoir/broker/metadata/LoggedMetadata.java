package dev.reservoir.broker.metadata;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataEventCodec;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.change.Decision;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataMachine;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.MetadataUnavailableException;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The metadata as a fold over its log. A command is decided on the newest image and its events are
 * appended as one batch; the image they make is shown when they are durable. Thread-safe; commands
 * are rare and quick to decide, so a lock serialises them and no thread is kept for them.
 */
public final class LoggedMetadata implements Metadata {
    private static final long APPEND_TIMEOUT_MS = 10_000;

    /** An image that may be shown when the log is durable up to an offset. */
    private record Proposed(MetadataImage image, List<TopicImage> deleted, long durableAt) {}

    private final PartitionLog log;
    private final MetadataMachine machine;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by {@link #lock}. */
    private final Deque<Proposed> proposed = new ArrayDeque<>();

    /** Guarded by {@link #lock}. */
    private MetadataImage newest;

    /** Topics whose deletion is durable, until somebody removes their data. */
    private final Queue<TopicImage> deleted = new ConcurrentLinkedQueue<>();

    private volatile MetadataImage shown;
    private volatile boolean anyProposed;

    private LoggedMetadata(
            PartitionLog log, MetadataMachine machine, InstantSource clock, MetadataImage image) {
        this.log = log;
        this.machine = machine;
        this.clock = clock;
        this.newest = image;
        this.shown = image;
    }

    /**
     * Folds a metadata log.
     *
     * @throws StorageException when it cannot be read
     */
    public static LoggedMetadata load(
            PartitionLog log, MetadataMachine machine, InstantSource clock)
            throws StorageException {
        MetadataImage[] image = {MetadataImage.EMPTY};
        BatchReader batches =
                new BatchReader(log.store(), log.offsets().start(), log.offsets().durable());
        for (BatchView batch = batches.next(); batch != null; batch = batches.next()) {
            BatchRecords.first(
                    batch,
                    record -> {
                        image[0] =
                                image[0].apply(
                                        MetadataEventCodec.decode(
                                                Objects.requireNonNull(record.value())));
                        return false;
                    });
        }
        return new LoggedMetadata(log, machine, clock, image[0]);
    }

    @Override
    public MetadataImage image() {
        if (anyProposed) {
            show();
        }
        return shown;
    }

    private void show() {
        lock.lock();
        try {
            long durable = log.offsets().durable();
            while (!proposed.isEmpty() && proposed.getFirst().durableAt <= durable) {
                Proposed next = proposed.removeFirst();
                shown = next.image;
                deleted.addAll(next.deleted);
            }
            anyProposed = !proposed.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A topic whose deletion is durable and whose data may go; each is given once. Null when there
     * is none.
     */
    public @Nullable TopicImage takeDeleted() {
        if (anyProposed) {
            show();
        }
        return deleted.poll();
    }

    @Override
    public <R extends MetadataReply> Pending<R> submit(MetadataCommand<R> command) {
        lock.lock();
        try {
            Decision<R> decision = machine.decide(newest, command);
            if (!decision.events().isEmpty()) {
                append(decision.events());
            }
            return new Change<>(decision.reply(), log.offsets().end());
        } catch (StorageException e) {
            return new Refused<>(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Refused<>(e);
        } finally {
            lock.unlock();
        }
    }

    private void append(List<MetadataEvent> events) throws StorageException, InterruptedException {
        BatchBuilder batch = new BatchBuilder(0);
        MetadataImage next = newest;
        List<TopicImage> gone = new ArrayList<>();
        for (MetadataEvent event : events) {
            if (event instanceof MetadataEvent.TopicDeleted(UUID id)) {
                gone.add(Objects.requireNonNull(next.topic(id)));
            }
            batch.add(clock.millis(), null, MetadataEventCodec.encode(event));
            next = next.apply(event);
        }
        long durableAt = log.append(batch.build(), APPEND_TIMEOUT_MS).nextOffset();
        newest = next;
        proposed.addLast(new Proposed(next, gone, durableAt));
        anyProposed = true;
    }

    /** A decision whose events, and those it was based on, are on their way. */
    private final class Change<R> implements Pending<R> {
        private final R reply;
        private final long durableAt;

        Change(R reply, long durableAt) {
            this.reply = reply;
            this.durableAt = durableAt;
        }

        @Override
        public boolean isReady() {
            return log.offsets().durable() >= durableAt || log.failure() != null;
        }

        @Override
        public R await() throws InterruptedException {
            while (!log.awaitDurable(durableAt, APPEND_TIMEOUT_MS)) {
                StorageException failure = log.failure();
                if (failure != null) {
                    throw unavailable(failure);
                }
            }
            return reply;
        }
    }

    /** A command that could not be written. */
    private record Refused<R>(Exception cause) implements Pending<R> {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public R await() {
            throw unavailable(cause);
        }
    }

    private static MetadataUnavailableException unavailable(Exception cause) {
        @Nullable String why = cause.getMessage();
        return new MetadataUnavailableException(
                why == null ? "The metadata log takes no changes." : why, cause);
    }
}
