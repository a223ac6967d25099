package dev.reservoir.testing.cli;

import dev.reservoir.testing.cli.Shell.Result;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Transactions that stay open until they are closed, which aborts them. */
final class OpenTransactions implements AutoCloseable {
    private static final byte[] VALUE = {'v'};

    private final String bootstrap;
    private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();

    OpenTransactions(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Begins a transaction and writes a record to each partition.
     *
     * @param words its transactional id, the topic, the partitions
     */
    Result open(List<String> words) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "transactional.id",
                        words.get(0),
                        "metric.reporters",
                        "");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        producer.initTransactions();
        producer.beginTransaction();
        for (String partition : words.subList(2, words.size())) {
            write(producer, words.get(1), Integer.parseInt(partition));
        }
        return new Result(0, "", "");
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, String topic, int partition) {
        try {
            producer.send(new ProducerRecord<>(topic, partition, null, VALUE)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producers.forEach(KafkaProducer::close);
    }
}
