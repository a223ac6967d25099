package dev.reservoir.testing.crash;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the whole log with a real consumer and holds it against what the clients were told. */
final class Verdict {
    private final String bootstrap;
    private final List<TopicPartition> partitions;

    Verdict(String bootstrap, List<TopicPartition> partitions) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
    }

    void check(List<Writer> writers, GroupReader reader) {
        Map<TopicPartition, List<String>> logs = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        read(logs, committed);
        for (Writer writer : writers) {
            partitions.forEach(partition -> checkNumbers(writer, partition, at(logs, partition)));
            checkOffsets(writer, logs);
        }
        checkReader(reader, logs, committed);
    }

    /** Everything from the start on; offsets must be dense from 0. */
    private void read(
            Map<TopicPartition, List<String>> logs,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GroupReader.GROUP,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false);
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(partition -> logs.put(partition, new ArrayList<>()));
            long left = ends.values().stream().mapToLong(Long::longValue).sum();
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (left > 0) {
                assertThat(System.nanoTime()).as("still %d to read", left).isLessThan(deadline);
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    var partition = new TopicPartition(record.topic(), record.partition());
                    List<String> log = at(logs, partition);
                    assertThat(record.offset()).as("offset in %s", partition).isEqualTo(log.size());
                    log.add(withoutPadding(record.value()));
                    left--;
                }
            }
            committed.putAll(consumer.committed(Set.copyOf(partitions)));
        }
    }

    private static <V> V at(Map<TopicPartition, V> map, TopicPartition partition) {
        return requireNonNull(map.get(partition), partition::toString);
    }

    private static String withoutPadding(String value) {
        return value.substring(0, value.lastIndexOf(':'));
    }

    private static void checkNumbers(Writer writer, TopicPartition partition, List<String> log) {
        List<Long> numbers =
                log.stream()
                        .filter(value -> value.startsWith(writer.name() + ":"))
                        .map(value -> Long.parseLong(value.substring(value.indexOf(':') + 1)))
                        .toList();
        if (writer.idempotent()) {
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i))
                        .as("record %d of %s in %s", i, writer.name(), partition)
                        .isEqualTo(i);
            }
            assertThat(numbers.size())
                    .as("records of %s in %s", writer.name(), partition)
                    .isEqualTo((int) writer.sent(partition));
        } else {
            assertThat(new HashSet<>(numbers))
                    .as("records of %s in %s", writer.name(), partition)
                    .hasSize((int) writer.sent(partition));
        }
    }

    private static void checkOffsets(Writer writer, Map<TopicPartition, List<String>> logs) {
        for (Writer.Acknowledged record : writer.acknowledged()) {
            assertThat(at(logs, record.partition()).get((int) record.offset()))
                    .as("%s at offset %d", record.partition(), record.offset())
                    .isEqualTo(writer.name() + ":" + record.number());
        }
    }

    private void checkReader(
            GroupReader reader,
            Map<TopicPartition, List<String>> logs,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        assertThat(reader.contradictions()).isEmpty();
        reader.seen()
                .forEach((partition, records) ->
                        records.forEach((offset, value) ->
                                assertThat(at(logs, partition).get(offset.intValue()))
                                        .as("%s at %d, read before", partition, offset)
                                        .isEqualTo(withoutPadding(value))));
        assertThat(reader.committed()).as("commits that were acknowledged").isNotEmpty();
        reader.committed()
                .forEach((partition, offset) ->
                        assertThat(at(committed, partition).offset())
                                .as("committed offset of %s", partition)
                                .isBetween(offset, at(reader.tried(), partition)));
    }
}
