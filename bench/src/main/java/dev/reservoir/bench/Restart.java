package dev.reservoir.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many partitions, all written to; SIGKILL under that load; how long until the next produce counts.
 */
record Restart(Payloads values, int topics) implements Workload {
    private static final int PARTITIONS_PER_TOPIC = 100;
    private static final int TOPICS_PER_REQUEST = 10;
    private static final int RECORDS_PER_SECOND = 10_000;
    private static final int LOAD_SECONDS = 8;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public boolean sharesBroker() {
        return false;
    }

    @Override
    public void run(Stage stage, Recorder recorder) throws IOException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            partitions.addAll(Load.partitions(topic(i), PARTITIONS_PER_TOPIC));
        }
        long start = System.nanoTime();
        create(stage.load());
        stage.load().awaitLeaders(partitions);
        recorder.add(Figure.RESTART_CREATE, (System.nanoTime() - start) / 1e9);

        long acknowledged = loadAndKill(stage, partitions);
        stage.restart();
        TopicPartition middle = partitions.get(partitions.size() / 2);
        double first =
                stage.broker()
                        .awaitReply(Probes.produce(List.of(middle)), r -> Probes.accepted(r) == 1);
        recorder.add(Figure.RESTART_PRODUCE, first);
        double all =
                stage.broker()
                        .awaitReply(
                                Probes.produce(partitions),
                                r -> Probes.accepted(r) == partitions.size());
        recorder.add(Figure.RESTART_ALL, all);
        long held = stage.load().held(partitions);
        if (held < acknowledged) {
            throw new IllegalStateException(
                    acknowledged + " records were acknowledged, the broker holds " + held);
        }
    }

    private static String topic(int i) {
        return "restart-" + i;
    }

    private void create(Load load) throws InterruptedException {
        try (Admin admin = load.admin()) {
            for (int from = 0; from < topics; from += TOPICS_PER_REQUEST) {
                List<NewTopic> some = new ArrayList<>();
                for (int i = from; i < Math.min(topics, from + TOPICS_PER_REQUEST); i++) {
                    some.add(new NewTopic(topic(i), PARTITIONS_PER_TOPIC, (short) 1));
                }
                admin.createTopics(some).all().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not create the topics", e.getCause());
        }
    }

    /**
     * Writes to the partitions in turn at a steady rate; returns what was acknowledged at the kill.
     */
    private long loadAndKill(Stage stage, List<TopicPartition> partitions)
            throws InterruptedException {
        Load.Acknowledgements acknowledgements = new Load.Acknowledgements();
        KafkaProducer<byte[], byte[]> producer =
                stage.load().producer(Map.of("linger.ms", 5, "max.block.ms", 60_000));
        Thread sender =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> send(producer, partitions, acknowledgements));
        long sweep = partitions.size() * 2L;
        long started = System.nanoTime();
        while (acknowledgements.count() < sweep
                || System.nanoTime() - started < TimeUnit.SECONDS.toNanos(LOAD_SECONDS)) {
            if (!sender.isAlive()) {
                acknowledgements.mustBe(sweep);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        stage.kill();
        long acknowledged = acknowledgements.count();
        sender.interrupt();
        producer.close(Duration.ZERO);
        sender.join();
        return acknowledged;
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer,
            List<TopicPartition> partitions,
            Load.Acknowledgements acknowledgements) {
        long start = System.nanoTime();
        try {
            for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
                long due = start + i * (1_000_000_000L / RECORDS_PER_SECOND);
                LockSupport.parkNanos(due - System.nanoTime());
                TopicPartition to = partitions.get((int) (i % partitions.size()));
                Future<RecordMetadata> _ =
                        producer.send(
                                new ProducerRecord<>(
                                        to.topic(), to.partition(), null, values.value(i)),
                                acknowledgements);
            }
        } catch (KafkaException | IllegalStateException _) {
            // The broker was killed and the producer closed: that is how this ends.
        }
    }
}
