package dev.reservoir.bench;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * One producer commits transactions one after the other, each of a record of 100 bytes in every
 * partition of a topic: first with one partition, then with twenty.
 */
record Transactions(int count) implements Workload {
    private static final int MANY = 20;
    private static final int WARM_UP_PART = 5;

    @Override
    public String name() {
        return "transactions";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        measure(stage, 1, recorder, Figure.TRANSACTIONS_ONE, Figure.TRANSACTIONS_ONE_CPU);
        measure(stage, MANY, recorder, Figure.TRANSACTIONS_MANY, Figure.TRANSACTIONS_MANY_CPU);
    }

    private void measure(Stage stage, int partitions, Recorder recorder, Figure rate, Figure cpu)
            throws IOException, InterruptedException {
        String topic = name() + "-" + partitions;
        Load load = stage.load();
        load.createTopic(topic, partitions);
        List<TopicPartition> all = Load.partitions(topic, partitions);
        int warmUp = count / WARM_UP_PART;
        Map<String, Object> settings = Map.of("transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> producer = load.producer(settings)) {
            producer.initTransactions();
            commit(producer, all, warmUp);
            CpuMeter meter = CpuMeter.start(stage.broker());
            long start = System.nanoTime();
            commit(producer, all, count);
            recorder.add(rate, count / ((System.nanoTime() - start) / 1e9));
            recorder.add(cpu, meter.secondsSettled() * 1_000 / count);
        }
        long expected = (long) (warmUp + count) * partitions;
        long held = load.held(all);
        // A marker in each partition stands behind its records.
        if (held < 2 * expected) {
            throw new IllegalStateException(
                    expected + " records were committed, with markers the broker holds " + held);
        }
    }

    private static void commit(
            KafkaProducer<byte[], byte[]> producer, List<TopicPartition> partitions, int count) {
        byte[] value = new byte[100];
        for (int i = 0; i < count; i++) {
            producer.beginTransaction();
            for (TopicPartition partition : partitions) {
                Future<RecordMetadata> _ =
                        producer.send(
                                new ProducerRecord<>(
                                        partition.topic(), partition.partition(), null, value));
            }
            producer.commitTransaction();
        }
    }
}
