package dev.reservoir.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The same load for whoever listens on the address: one client of each kind, in this process. */
record Load(String address) {
    static final int PARTITIONS = 6;

    /** What was sent or read, and in what time. */
    record Moved(long records, long bytes, long checksum, double seconds) {
        double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }

        double gigabytes() {
            return bytes / 1e9;
        }

        /** Refuses a difference between what was acknowledged and what was read. */
        void mustEqual(Moved sent) {
            if (records != sent.records || bytes != sent.bytes || checksum != sent.checksum) {
                throw new IllegalStateException("sent " + sent + " but read " + this);
            }
        }
    }

    Admin admin() {
        return Admin.create(
                Map.of(
                        "bootstrap.servers", address,
                        "default.api.timeout.ms", 300_000,
                        "request.timeout.ms", 120_000,
                        "retry.backoff.ms", 20,
                        "retry.backoff.max.ms", 100));
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", address);
        all.put("delivery.timeout.ms", 120_000);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", address, "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void createTopic(String name, int partitions) throws InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not create " + name, e.getCause());
        }
        awaitLeaders(partitions(name, partitions));
    }

    /**
     * Returns when every partition answers as its leader does. Apache Kafka 4.3.1 announces leaders
     * before they are there: a producer's first batch may be refused and its second accepted, and
     * then the first never fits in again.
     */
    void awaitLeaders(List<TopicPartition> partitions) {
        long held = held(partitions);
        if (held != 0) {
            throw new IllegalStateException("new topics hold " + held + " records");
        }
    }

    static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count).mapToObj(i -> new TopicPartition(topic, i)).toList();
    }

    /** Sends as fast as the broker takes it, until so many bytes of values were acknowledged. */
    Moved produce(
            KafkaProducer<byte[], byte[]> producer, String topic, Payloads values, long total) {
        Acknowledgements acknowledgements = new Acknowledgements();
        long start = System.nanoTime();
        long records = 0;
        long bytes = 0;
        long checksum = 0;
        while (bytes < total) {
            byte[] value = values.value(records);
            Future<RecordMetadata> _ =
                    producer.send(new ProducerRecord<>(topic, value), acknowledgements);
            bytes += value.length;
            checksum += values.checksum(records);
            records++;
        }
        producer.flush();
        double seconds = (System.nanoTime() - start) / 1e9;
        acknowledgements.mustBe(records);
        return new Moved(records, bytes, checksum, seconds);
    }

    /** Reads a topic from its beginning to the end that it had when this began. */
    Moved consume(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = partitions(topic, PARTITIONS);
        consumer.assign(partitions);
        long expected = consumer.endOffsets(partitions).values().stream().mapToLong(o -> o).sum();
        consumer.seekToBeginning(partitions);
        long start = System.nanoTime();
        long records = 0;
        long bytes = 0;
        long checksum = 0;
        int silent = 0;
        while (records < expected) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(5));
            silent = polled.isEmpty() ? silent + 1 : 0;
            if (silent == 6) {
                throw new IllegalStateException(
                        "nothing for 30 s after " + records + " of " + expected + " records");
            }
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                records++;
                bytes += record.value().length;
                checksum += Payloads.checksumOf(record.value());
            }
        }
        return new Moved(records, bytes, checksum, (System.nanoTime() - start) / 1e9);
    }

    /** The sum of the partitions' end offsets: what the broker says it holds. */
    long held(List<TopicPartition> partitions) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions, Duration.ofMinutes(2)).values().stream()
                    .mapToLong(end -> end)
                    .sum();
        }
    }

    /** Counts what was acknowledged; the producer calls it from one thread. */
    static final class Acknowledgements implements Callback {
        private volatile long count;
        private volatile @Nullable Exception failure;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer, the producer's own thread
        public void onCompletion(RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                count++;
            } else {
                failure = exception;
            }
        }

        long count() {
            return count;
        }

        void mustBe(long sent) {
            if (count != sent || failure != null) {
                throw new IllegalStateException(
                        "sent " + sent + " records, " + count + " were acknowledged", failure);
            }
        }
    }
}
