package dev.reservoir.orders.service;

import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.Outbox;
import dev.reservoir.orders.storage.Outbox.Message;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Sends a service's outbox to its topic, oldest first, keyed by order. An event is marked as sent
 * after the broker has acknowledged it, which means that it is durable there. Runs on a thread of
 * its own until that is interrupted, also while the broker is away.
 */
final class OutboxPublisher implements Runnable {
    private static final int MESSAGES_AT_ONCE = 200;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Clients clients;
    private final String topic;
    private final Path file;
    private final Outage outage;

    /**
     * @param file the service's database
     */
    OutboxPublisher(Clients clients, String topic, Path file, Voice voice) {
        this.clients = clients;
        this.topic = topic;
        this.file = file;
        this.outage = new Outage(voice, "publishing to " + topic);
    }

    @Override
    public void run() {
        try (Database database = Database.open(file)) {
            Outbox outbox = new Outbox(database);
            while (true) {
                try {
                    publish(outbox);
                } catch (InterruptException e) {
                    throw e;
                } catch (KafkaException e) {
                    outage.goesOn(e);
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                }
            }
        } catch (InterruptedException | InterruptException _) {
            // Asked to stop. What was not sent is in the outbox.
        }
    }

    /** Publishes with one producer until it fails. */
    private void publish(Outbox outbox) throws InterruptedException {
        clients.makeTopics();
        Producer<String, String> producer = clients.producer();
        try {
            while (true) {
                List<Message> messages = outbox.unsent(MESSAGES_AT_ONCE);
                if (messages.isEmpty()) {
                    Thread.sleep(PAUSE);
                } else {
                    send(messages, producer, outbox);
                    outage.isOver();
                }
            }
        } finally {
            // Or the producer would not take the time for what is under way.
            boolean interrupted = Thread.interrupted();
            producer.close(GOODBYE);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(List<Message> messages, Producer<String, String> producer, Outbox outbox)
            throws InterruptedException {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (Message message : messages) {
            answers.add(producer.send(new ProducerRecord<>(topic, message.key(), message.value())));
        }
        producer.flush();
        int acknowledged = 0;
        try {
            for (Future<RecordMetadata> answer : answers) {
                answer.get();
                acknowledged++;
            }
        } catch (ExecutionException e) {
            throw Clients.failure("an event was not acknowledged", e);
        } finally {
            outbox.markSent(messages.subList(0, acknowledged));
        }
    }
}
