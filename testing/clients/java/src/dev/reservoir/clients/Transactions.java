package dev.reservoir.clients;

import static dev.reservoir.clients.Scenarios.bytes;
import static dev.reservoir.clients.Scenarios.equal;
import static dev.reservoir.clients.Scenarios.map;
import static dev.reservoir.clients.Scenarios.take;
import static dev.reservoir.clients.Scenarios.text;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The scenarios of a producer with a transactional id. */
final class Transactions {
    private static final int PARTITIONS = 3;
    private static final int EACH = 5;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Scenarios clients;

    Transactions(Scenarios clients) {
        this.clients = clients;
    }

    void commit() throws Exception {
        String topic = clients.topic("commit", PARTITIONS);
        try (Producer<byte[], byte[]> producer = producer(topic);
                Consumer<byte[], byte[]> committed = reader(topic, "read_committed")) {
            producer.beginTransaction();
            List<String> sent = write(producer, topic, "committed");
            equal("what is written", sent, read(topic, "read_uncommitted", sent.size()));
            equal("read before the commit", 0, committed.poll(LOOK).count());
            equal("last stable offsets", Set.of(0L), ends(committed));
            producer.commitTransaction();
            equal("read after the commit", sent, values(take(committed, sent.size())));
        }
    }

    void offsets() throws Exception {
        String from = clients.topic("offsets-from", 1);
        String to = clients.topic("offsets-to", PARTITIONS);
        TopicPartition partition = new TopicPartition(from, 0);
        clients.produce(from, List.of("a", "b", "c"), Map.of());
        Map<String, Object> group = Map.of("group.id", from, "isolation.level", "read_committed");
        try (Consumer<byte[], byte[]> consumer = clients.consumer(group);
                Producer<byte[], byte[]> producer = producer(from)) {
            consumer.subscribe(List.of(from));
            long next = take(consumer, 3).getLast().offset() + 1;
            producer.beginTransaction();
            List<String> sent = write(producer, to, "made of them");
            producer.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(next, "note")),
                    consumer.groupMetadata());
            producer.commitTransaction();
            equal("records", sent, read(to, "read_committed", sent.size()));
            OffsetAndMetadata stored = consumer.committed(Set.of(partition)).get(partition);
            equal("committed offset", 3L, stored.offset());
            equal("its metadata", "note", stored.metadata());

            producer.beginTransaction();
            write(producer, to, "of an aborted one");
            producer.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(1)), consumer.groupMetadata());
            producer.abortTransaction();
            stored = consumer.committed(Set.of(partition)).get(partition);
            equal("offset after an aborted one", 3L, stored.offset());
        }
    }

    void abort() throws Exception {
        String topic = clients.topic("abort", PARTITIONS);
        try (Producer<byte[], byte[]> producer = producer(topic)) {
            producer.beginTransaction();
            List<String> all = new ArrayList<>(write(producer, topic, "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            List<String> kept = write(producer, topic, "later");
            producer.commitTransaction();
            all.addAll(kept);
            Collections.sort(all);
            equal("read_committed", kept, read(topic, "read_committed", kept.size()));
            equal("read_uncommitted", all, read(topic, "read_uncommitted", all.size()));
        }
    }

    void fence() throws Exception {
        String topic = clients.topic("fence", PARTITIONS);
        try (Producer<byte[], byte[]> first = producer(topic)) {
            first.beginTransaction();
            write(first, topic, "of the first");
            try (Producer<byte[], byte[]> second = producer(topic)) {
                try {
                    first.commitTransaction();
                    throw new AssertionError("the first producer was not shut out");
                } catch (ProducerFencedException _) {
                    // As it must be.
                }
                second.beginTransaction();
                List<String> sent = write(second, topic, "of the second");
                second.commitTransaction();
                equal("records", sent, read(topic, "read_committed", sent.size()));
            }
        }
    }

    private Producer<byte[], byte[]> producer(String transactionalId) {
        Producer<byte[], byte[]> producer =
                clients.producer(Map.of("transactional.id", transactionalId));
        producer.initTransactions();
        return producer;
    }

    /** Into every partition. Returns the values in their order. */
    private static List<String> write(Producer<byte[], byte[]> producer, String topic, String value)
            throws Exception {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < PARTITIONS * EACH; i++) {
            values.add(value + " " + (char) ('a' + i));
            producer.send(
                    new ProducerRecord<>(topic, i % PARTITIONS, null, bytes(values.getLast())));
        }
        producer.flush();
        return values;
    }

    private Consumer<byte[], byte[]> reader(String topic, String isolation) {
        Consumer<byte[], byte[]> consumer = clients.consumer(Map.of("isolation.level", isolation));
        List<TopicPartition> partitions =
                IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private List<String> read(String topic, String isolation, int count) throws Exception {
        try (Consumer<byte[], byte[]> consumer = reader(topic, isolation)) {
            return values(take(consumer, count));
        }
    }

    private static List<String> values(Collection<ConsumerRecord<byte[], byte[]>> records) {
        return map(records, r -> text(r.value())).stream().sorted().toList();
    }

    private static Set<Long> ends(Consumer<byte[], byte[]> consumer) {
        return Set.copyOf(new HashMap<>(consumer.endOffsets(consumer.assignment())).values());
    }
}
