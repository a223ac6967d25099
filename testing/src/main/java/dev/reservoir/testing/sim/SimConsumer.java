package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads all partitions, from their start on, again and again from where it is; what it read once it
 * must find again.
 */
final class SimConsumer implements SimConnection.Client {
    private final Map<TopicIdPartition, SimTopic> topics = new LinkedHashMap<>();
    private final Map<TopicIdPartition, Long> positions = new LinkedHashMap<>();
    private final RandomGenerator random;
    private @Nullable SimConnection connection;
    private boolean waiting;

    SimConsumer(List<SimTopic> all, RandomGenerator random) {
        this.random = random;
        for (SimTopic topic : all) {
            topics.put(topic.id, topic);
            positions.put(topic.id, 0L);
        }
    }

    void connect(SimConnection to) {
        connection = to;
        waiting = false;
    }

    boolean isConnected() {
        return connection != null;
    }

    /** Reads from the start again. */
    void rewind() {
        positions.replaceAll((_, _) -> 0L);
    }

    /** Whether it has read everything that any client knows of. */
    boolean isDone() {
        return topics.values().stream()
                .allMatch(topic -> position(topic.id) > topic.highestKnown());
    }

    private long position(TopicIdPartition id) {
        return positions.getOrDefault(id, 0L);
    }

    void work() {
        SimConnection open = connection;
        if (open == null || waiting) {
            return;
        }
        Map<TopicPartition, FetchRequest.PartitionData> wanted = new LinkedHashMap<>();
        positions.forEach((id, position) ->
                wanted.put(
                        id.topicPartition(),
                        new FetchRequest.PartitionData(
                                id.topicId(),
                                position,
                                -1,
                                1 + random.nextInt(1_500),
                                Optional.empty())));
        open.send(
                FetchRequest.Builder.forConsumer(
                                ApiKeys.FETCH.latestVersion(),
                                random.nextInt(50),
                                random.nextInt(200),
                                wanted)
                        .setMaxBytes(3_000)
                        .metadata(FetchMetadata.LEGACY)
                        .build());
        waiting = true;
    }

    @Override
    public void answered(AbstractResponse response) {
        waiting = false;
        FetchResponseData data = ((FetchResponse) response).data();
        for (var topic : data.responses()) {
            for (var partition : topic.partitions()) {
                topics.forEach((id, known) -> {
                    if (id.topicId().equals(topic.topicId())
                            && id.partition() == partition.partitionIndex()) {
                        take(known, partition);
                    }
                });
            }
        }
    }

    private void take(SimTopic topic, FetchResponseData.PartitionData answer) {
        Errors error = Errors.forCode(answer.errorCode());
        long position = position(topic.id);
        switch (error) {
            case NONE -> read(topic, answer, position);
            case OFFSET_OUT_OF_RANGE -> {
                topic.checkStart(position + 1);
                positions.put(topic.id, Math.max(position + 1, answer.logStartOffset()));
            }
            case KAFKA_STORAGE_ERROR -> {}
            default -> throw new AssertionError(topic.id + " was answered " + error);
        }
    }

    private void read(SimTopic topic, FetchResponseData.PartitionData answer, long from) {
        long position = from;
        topic.checkStart(answer.logStartOffset());
        for (RecordBatch batch : ((MemoryRecords) answer.records()).batches()) {
            batch.ensureValid();
            for (Record record : batch) {
                if (record.offset() < position) {
                    continue;
                }
                if (record.offset() != position || record.offset() >= answer.highWatermark()) {
                    throw new AssertionError(
                            "%s: offset %d came when %d was due, below the high watermark %d"
                                    .formatted(
                                            topic.id,
                                            record.offset(),
                                            position,
                                            answer.highWatermark()));
                }
                topic.learn(
                        record.offset(), StandardCharsets.UTF_8.decode(record.value()).toString());
                position++;
            }
        }
        positions.put(topic.id, position);
    }

    @Override
    public void disconnected() {
        connection = null;
    }
}
