package dev.reservoir.testing.streams;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/** Writes words until it is stopped, each one acknowledged, whatever happens to the broker. */
final class Feeder implements Runnable {
    private static final long PAUSE_MS = 5;

    private final String bootstrap;
    private final List<String> words;
    private final RandomGenerator random;
    private final Map<String, Integer> written = new TreeMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Feeder(String bootstrap, List<String> words, RandomGenerator random) {
        this.bootstrap = bootstrap;
        this.words = words;
        this.random = random;
    }

    /** A producer that tries on for five minutes. */
    static KafkaProducer<String, String> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        300_000,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        200),
                new StringSerializer(),
                new StringSerializer());
    }

    @Override
    public void run() {
        try (KafkaProducer<String, String> producer = producer(bootstrap)) {
            for (int number = 0; !stopped; number++) {
                String word = words.get(random.nextInt(words.size()));
                written.merge(word, 1, Integer::sum);
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        WordCountApp.WORDS, Integer.toString(number), word),
                                (metadata, failure) -> {
                                    if (failure != null) {
                                        failures.add(word + ": " + failure);
                                    }
                                });
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException | RuntimeException e) {
            failures.add("the feeder failed: " + e);
        }
    }

    void stop() {
        stopped = true;
    }

    /** How often each word was written; to be asked when the feeder's thread has ended. */
    Map<String, Integer> written() {
        return written;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }
}
