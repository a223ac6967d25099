package dev.reservoir.broker.partition;

import dev.reservoir.broker.metadata.LoggedMetadata;
import dev.reservoir.log.Completion;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.TopicImage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;

/**
 * The background work on partitions: the data of deleted topics, retention, and the expiry of idle
 * producers. One thread, one partition at a time.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final long TICK_MS = 500;

    private final LoggedMetadata metadata;
    private final Partitions partitions;
    private final long intervalMs;
    private final long producerIdleMs;
    private final Consumer<TopicImage> onDeleted;
    private long sinceVisit;
    private final BackgroundWork work;

    /**
     * @param intervalMs pause between two rounds ({@code log.retention.check.interval.ms})
     * @param producerIdleMs when a producer is forgotten ({@code producer.id.expiration.ms})
     * @param onDeleted told of each deleted topic, after its data
     */
    public Upkeep(
            LoggedMetadata metadata,
            Partitions partitions,
            long intervalMs,
            long producerIdleMs,
            Consumer<TopicImage> onDeleted) {
        this.metadata = metadata;
        this.partitions = partitions;
        this.intervalMs = intervalMs;
        this.producerIdleMs = producerIdleMs;
        this.onDeleted = onDeleted;
        this.work = new BackgroundWork("upkeep", TICK_MS, this::tick);
    }

    /** Does the work on a thread of its own until {@link #close}. Called once. */
    public void start() {
        work.start();
    }

    /** Half a second's work; by one thread at a time. */
    public void tick() {
        removeDeleted();
        sinceVisit += TICK_MS;
        if (sinceVisit >= intervalMs) {
            sinceVisit = 0;
            metadata.image().topics().forEach(topic -> visit(topic.value()));
        }
    }

    private void removeDeleted() {
        for (TopicImage gone = metadata.takeDeleted();
                gone != null && !work.isClosed();
                gone = metadata.takeDeleted()) {
            partitions.delete(gone);
            onDeleted.accept(gone);
            LOG.info("Removed the data of the deleted topic {} (id {})", gone.name(), gone.id());
        }
    }

    private void visit(TopicImage topic) {
        for (int index = 0; index < topic.partitionCount() && !work.isClosed(); index++) {
            Partition partition = partitions.find(topic.id(), index);
            if (partition != null) {
                visit(partition);
            }
        }
    }

    private void visit(Partition partition) {
        try {
            partition.log().expireProducers(producerIdleMs);
            long before = partition.log().offsets().start();
            Completion removal = partition.log().enforceRetention();
            if (removal != null) {
                removal.await();
                LOG.info(
                        "Retention removed offsets {} to {} of {}",
                        before,
                        partition.log().offsets().start(),
                        partition.log().id());
            }
        } catch (StorageException e) {
            LOG.warn("Retention of {} failed: {}", partition.log().id(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("Retention of {} failed", partition.log().id(), e);
        }
    }

    /** Ends the work; what is being done to a partition now is waited for, but not for long. */
    @Override
    public void close() {
        work.close();
    }
}
