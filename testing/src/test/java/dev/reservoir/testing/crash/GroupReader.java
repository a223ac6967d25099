package dev.reservoir.testing.crash;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A member of a group that reads along and commits, whatever happens to the broker. */
final class GroupReader implements Runnable {
    static final String GROUP = "crash-readers";

    private final String bootstrap;
    private final Collection<String> topics;
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> tried = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Map<Long, String>> seen = new ConcurrentHashMap<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final Semaphore commits = new Semaphore(0);
    private volatile boolean stopped;

    GroupReader(String bootstrap, Collection<String> topics) {
        this.bootstrap = bootstrap;
        this.topics = topics;
    }

    @Override
    public void run() {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        5_000,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200);
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(topics);
            while (!stopped) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::note);
                commit(consumer);
            }
        } catch (RuntimeException e) {
            contradictions.add("the consumer failed: " + e);
        }
    }

    private void note(ConsumerRecord<String, String> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        String before =
                seen.computeIfAbsent(partition, p -> new HashMap<>())
                        .put(record.offset(), record.value());
        if (before != null && !before.equals(record.value())) {
            contradictions.add(
                    "%s at %d was %s and is %s"
                            .formatted(partition, record.offset(), before, record.value()));
        }
    }

    private void commit(KafkaConsumer<String, String> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            Map<Long, String> records = seen.get(partition);
            if (records != null) {
                long next = consumer.position(partition);
                positions.put(partition, new OffsetAndMetadata(next));
                tried.merge(partition, next, Math::max);
            }
        }
        if (positions.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(positions);
            positions.forEach((partition, next) -> committed.put(partition, next.offset()));
            commits.release();
        } catch (KafkaException e) {
            // The broker was killed or the group rebalances: not acknowledged, so nothing is owed.
            return;
        }
    }

    /** Waits for a commit that is acknowledged from now on. */
    void awaitCommit() throws InterruptedException {
        commits.drainPermits();
        if (!commits.tryAcquire(1, TimeUnit.MINUTES)) {
            throw new AssertionError("no commit was acknowledged within a minute");
        }
    }

    void stop() {
        stopped = true;
    }

    /** The last commit that was acknowledged. */
    Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    /** The furthest commit that was tried; it may count although no answer came. */
    Map<TopicPartition, Long> tried() {
        return Map.copyOf(tried);
    }

    /** Values by offset, as they were first read. */
    Map<TopicPartition, Map<Long, String>> seen() {
        return seen;
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }
}
