package dev.reservoir.testing.orders;

import dev.reservoir.orders.events.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sends every event of the shop once more, and behind every hundredth one that nobody can read. On
 * a thread of its own until {@link #stop}.
 */
final class Echo implements Runnable {
    static final String POISON = "{\"order_id\":";
    private static final int EVENTS_A_POISON = 100;

    private final String bootstrap;
    private final Set<String> sent = new HashSet<>();
    private volatile boolean stopped;

    Echo(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public void run() {
        Map<String, Object> consuming =
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        "echo",
                        "auto.offset.reset",
                        "earliest",
                        "reconnect.backoff.max.ms",
                        500);
        try (var consumer =
                        new KafkaConsumer<>(
                                consuming, new StringDeserializer(), new StringDeserializer());
                var producer =
                        new KafkaProducer<>(
                                Map.<String, Object>of("bootstrap.servers", bootstrap),
                                new StringSerializer(),
                                new StringSerializer())) {
            consumer.subscribe(List.of(Topics.BILLING_EVENTS, Topics.BILLING_OUTCOME));
            while (!stopped) {
                for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(100))) {
                    if (sent.add(event.topic() + event.value())) {
                        var _ =
                                producer.send(
                                        new ProducerRecord<>(
                                                event.topic(), event.key(), event.value()));
                        if (sent.size() % EVENTS_A_POISON == 0) {
                            var _ = producer.send(new ProducerRecord<>(event.topic(), POISON));
                        }
                    }
                }
            }
        }
    }

    /** Ends {@link #run} soon. May be called by any thread. */
    void stop() {
        stopped = true;
    }
}
