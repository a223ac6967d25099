package dev.reservoir.testing.sim;

import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads partitions from where it is, without a gap, and tells the model what it finds. */
final class Reading {
    /** Told of every record. */
    @FunctionalInterface
    interface Found {
        void record(SimPartition partition, long offset);
    }

    private static final int MAX_BYTES = 20_000;
    private static final long PATIENCE_MS = 400;
    private static final long EARLIEST = -2;

    private final World world;
    private final Map<SimPartition, Long> positions = new LinkedHashMap<>();
    private final Map<SimPartition, Long> trimmedBefore = new LinkedHashMap<>();

    /** Their start was moved past the position. */
    private final Set<SimPartition> astray = new LinkedHashSet<>();

    Reading(World world) {
        this.world = world;
    }

    Map<SimPartition, Long> positions() {
        return positions;
    }

    /** Reads on, of whatever there is. */
    void go(SimClient client, Found found) {
        astray.retainAll(positions.keySet());
        if (astray.isEmpty()) {
            client.<FetchResponseData>ask(
                    ApiKeys.FETCH, request(), () -> {}, PATIENCE_MS, answer -> take(answer, found));
        } else {
            findStart(client, astray.iterator().next());
        }
    }

    private void findStart(SimClient client, SimPartition partition) {
        long trimmed = partition.trimmed();
        client.<ListOffsetsResponseData>ask(
                ApiKeys.LIST_OFFSETS,
                new ListOffsetsRequestData()
                        .setReplicaId(-1)
                        .setTopics(
                                List.of(
                                        new ListOffsetsTopic()
                                                .setName(partition.topic.name)
                                                .setPartitions(
                                                        List.of(
                                                                new ListOffsetsPartition()
                                                                        .setPartitionIndex(
                                                                                partition.id
                                                                                        .partition())
                                                                        .setTimestamp(EARLIEST))))),
                () -> {},
                PATIENCE_MS,
                answer -> start(client, partition, trimmed, answer));
    }

    private void start(
            SimClient client,
            SimPartition partition,
            long trimmed,
            ListOffsetsResponseData answer) {
        astray.remove(partition);
        var found = answer.topics().getFirst().partitions().getFirst();
        Errors error = Errors.forCode(found.errorCode());
        // By its name it may be another topic now.
        if (partition.topic.isAlive() && positions.containsKey(partition)) {
            if (error == Errors.NONE) {
                partition.checkStart(found.offset(), trimmed);
                positions.put(partition, found.offset());
            } else if (error != Errors.KAFKA_STORAGE_ERROR) {
                throw client.unexpected(answer);
            }
        }
    }

    private FetchRequestData request() {
        trimmedBefore.clear();
        FetchRequestData request =
                new FetchRequestData()
                        .setReplicaId(-1)
                        .setMaxWaitMs(world.random().nextInt(50))
                        .setMinBytes(world.random().nextInt(200))
                        .setMaxBytes(MAX_BYTES)
                        .setSessionId(0)
                        .setSessionEpoch(-1);
        positions.forEach((partition, position) -> {
            trimmedBefore.put(partition, partition.trimmed());
            request.topics()
                    .add(
                            new FetchTopic()
                                    .setTopicId(partition.topic.id)
                                    .setPartitions(
                                            List.of(
                                                    new FetchPartition()
                                                            .setPartition(partition.id.partition())
                                                            .setFetchOffset(position)
                                                            .setPartitionMaxBytes(
                                                                    1
                                                                            + world.random()
                                                                                    .nextInt(
                                                                                            MAX_BYTES)))));
        });
        return request;
    }

    private void take(FetchResponseData answer, Found found) {
        for (var topic : answer.responses()) {
            for (var data : topic.partitions()) {
                SimPartition partition = find(topic, data.partitionIndex());
                if (partition != null) {
                    take(partition, data, found);
                }
            }
        }
    }

    private @Nullable SimPartition find(FetchResponseData.FetchableTopicResponse topic, int index) {
        for (SimPartition partition : positions.keySet()) {
            if (partition.topic.id.equals(topic.topicId()) && partition.id.partition() == index) {
                return partition;
            }
        }
        return null;
    }

    private void take(SimPartition partition, FetchResponseData.PartitionData data, Found found) {
        Errors error = Errors.forCode(data.errorCode());
        switch (error) {
            case NONE -> read(partition, data, found);
            case OFFSET_OUT_OF_RANGE -> {
                partition.checkStart(positions.getOrDefault(partition, 0L) + 1, 0);
                astray.add(partition);
            }
            case KAFKA_STORAGE_ERROR -> {}
            case UNKNOWN_TOPIC_ID -> {
                partition.topic.reportedMissing(0);
                positions.remove(partition);
            }
            default -> throw new AssertionError(partition.id + " was answered " + error);
        }
    }

    private void read(SimPartition partition, FetchResponseData.PartitionData data, Found found) {
        long position = positions.getOrDefault(partition, 0L);
        partition.checkStart(data.logStartOffset(), trimmedBefore.getOrDefault(partition, 0L));
        for (RecordBatch batch : ((MemoryRecords) data.records()).batches()) {
            batch.ensureValid();
            for (Record record : batch) {
                if (record.offset() < position) {
                    continue;
                }
                if (record.offset() != position || record.offset() >= data.highWatermark()) {
                    throw new AssertionError(
                            "%s: offset %d came when %d was due, below the high watermark %d"
                                    .formatted(
                                            partition.id,
                                            record.offset(),
                                            position,
                                            data.highWatermark()));
                }
                partition.learn(
                        record.offset(), StandardCharsets.UTF_8.decode(record.value()).toString());
                found.record(partition, record.offset());
                position++;
            }
        }
        positions.put(partition, position);
    }
}
