package dev.reservoir.orders.service;

import dev.reservoir.orders.events.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Kafka's clients, set up as the services need them.
 *
 * @param bootstrap host and port of a broker
 * @param name who speaks
 */
record Clients(String bootstrap, ServiceName name) {
    /** How long a request is tried before it counts as failed. */
    private static final int PATIENCE_MS = 15_000;

    /** How soon at the latest a broker is noticed that has come back. */
    private static final int RECONNECT_MS = 1_000;

    private static final int REQUEST_MS = 5_000;
    private static final int SESSION_MS = 10_000;
    private static final int RECORDS_A_POLL = 100;

    /**
     * A member of the group that has the service's name. It commits no offset by itself. Its fixed
     * instance id lets a service that was killed take the place of its former self at once, where
     * the group would otherwise wait until the session of the dead member has expired.
     */
    Consumer<String, byte[]> consumer() {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, name.word());
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name.word());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_A_POLL);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A record counts as sent when the broker has made it durable. */
    Producer<String, String> producer() {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /**
     * Makes the shop's topics, unless they are there.
     *
     * @throws KafkaException if they are not there afterwards, as far as is known
     */
    void makeTopics() {
        Map<String, Object> settings = common();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        try (Admin admin = Admin.create(settings)) {
            for (String topic : List.of(Topics.BILLING_EVENTS, Topics.BILLING_OUTCOME)) {
                make(admin, topic);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void make(Admin admin, String name) throws InterruptedException {
        NewTopic topic =
                new NewTopic(name, Optional.of(Topics.PARTITIONS), Optional.<Short>empty());
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failure("topic " + name + " cannot be made", e);
            }
        }
    }

    /** What a client's answer that came to nothing tells, without the wrapper around it. */
    static KafkaException failure(String what, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new KafkaException(what + ": " + cause.getMessage(), cause);
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, name.word());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MS);
        return settings;
    }
}
