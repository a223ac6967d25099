package dev.reservoir.broker.partition;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.compact.ByteRate;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionPass;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.EffectiveConfigs;
import dev.reservoir.meta.config.TopicConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Compacts the partitions of topics with {@code cleanup.policy=compact}, {@code __consumer_offsets}
 * among them. One thread, one partition at a time, in bounded memory and at a bounded rate.
 */
public final class Compaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

    /** So long a close may have to wait for work that is held back. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<MetadataImage> metadata;
    private final BrokerConfig config;
    private final Partitions partitions;
    private final Cleaner cleaner;
    private final BackgroundWork work;

    public Compaction(
            Supplier<MetadataImage> metadata,
            BrokerConfig config,
            Partitions partitions,
            InstantSource clock,
            RandomGenerator random) {
        this.metadata = metadata;
        this.config = config;
        this.partitions = partitions;
        this.cleaner = new Cleaner(config.cleanerDedupeBufferSize(), stoppable(), clock, random);
        this.work =
                new BackgroundWork(
                        "compaction", Math.max(1, config.cleanerBackoffMs()), this::visitAll);
    }

    /** Does the work on a thread of its own until {@link #close}. Called once. */
    public void start() {
        work.start();
    }

    /** A close ends a pass at its next batch, without an interrupt that would close files. */
    private Throttle stoppable() {
        Throttle rate = new ByteRate(config.cleanerIoMaxBytesPerSecond(), new StoppableTime());
        return bytes -> {
            stopIfClosed();
            rate.used(bytes);
        };
    }

    private void stopIfClosed() throws InterruptedException {
        if (work.isClosed()) {
            throw new InterruptedException("compaction is closed");
        }
    }

    /** The system's time; a close ends a wait. */
    private final class StoppableTime implements ByteRate.Time {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            for (long left = nanos; left > 0; left -= NAP_NANOS) {
                stopIfClosed();
                TimeUnit.NANOSECONDS.sleep(Math.min(left, NAP_NANOS));
            }
        }
    }

    /** One round over all compacted topics; by one thread at a time. */
    public void visitAll() throws InterruptedException {
        MetadataImage image = metadata.get();
        EffectiveConfigs configs = EffectiveConfigs.of(config, image);
        for (var entry : image.topics()) {
            TopicConfig topic = configs.topic(entry.value());
            if (topic.compact()) {
                visit(entry.value(), rules(topic));
            }
        }
    }

    private CompactionRules rules(TopicConfig topic) {
        return new CompactionRules(
                topic.minCleanableDirtyRatio(),
                topic.minCompactionLagMs(),
                topic.maxCompactionLagMs(),
                topic.deleteRetentionMs(),
                topic.segmentBytes());
    }

    private void visit(TopicImage topic, CompactionRules rules) throws InterruptedException {
        for (int index = 0; index < topic.partitionCount() && !work.isClosed(); index++) {
            Partition partition = partitions.find(topic.id(), index);
            if (partition == null) {
                continue;
            }
            try {
                CompactionPass pass = cleaner.clean(partition.log(), rules);
                while (pass != null && !pass.complete()) {
                    pass = cleaner.clean(partition.log(), rules);
                }
            } catch (StorageException e) {
                LOG.warn("Compaction of {} failed: {}", partition.log().id(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("Compaction of {} failed", partition.log().id(), e);
            }
        }
    }

    /** A topic is gone. */
    public void forget(TopicImage topic) {
        for (int index = 0; index < topic.partitionCount(); index++) {
            cleaner.forget(new PartitionId(topic.id(), topic.name(), index));
        }
    }

    /** Ends the work; what is being done to a partition now is waited for, but not for long. */
    @Override
    public void close() {
        work.close();
    }
}
