package dev.reservoir.orders.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.orders.events.UnreadableEventException;
import dev.reservoir.orders.storage.Database;
import dev.reservoir.orders.storage.SetAside;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a topic as a member of a group and has each event handled. The database comes first, the
 * committed offset second: whoever dies between the two is given the events again, and its inbox
 * knows them. The other way round, they would be lost.
 *
 * <p>Runs on a thread of its own until that is interrupted, also while the broker is away.
 */
final class EventLoop implements Runnable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final CloseOptions GOODBYE =
            CloseOptions.timeout(Duration.ofSeconds(2))
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);

    private final Clients clients;
    private final String topic;
    private final Database database;
    private final SetAside setAside;
    private final EventHandler handler;
    private final Voice voice;
    private final Outage outage;

    /**
     * @param database the service's; used by this loop's thread alone from now on
     */
    EventLoop(Clients clients, String topic, Database database, EventHandler handler, Voice voice) {
        this.clients = clients;
        this.topic = topic;
        this.database = database;
        this.setAside = new SetAside(database);
        this.handler = handler;
        this.voice = voice;
        this.outage = new Outage(voice, "consuming " + topic);
    }

    /**
     * @throws FencedInstanceIdException if another process does this service's work now
     */
    @Override
    public void run() {
        Consumer<String, byte[]> consumer = clients.consumer();
        try {
            untilItWorks(clients::makeTopics);
            consumer.subscribe(List.of(topic));
            while (true) {
                untilItWorks(() -> handleNext(consumer));
            }
        } catch (InterruptedException | InterruptException _) {
            // Asked to stop. What was not committed comes again.
        } finally {
            Thread.interrupted(); // or the consumer would not take the time to say goodbye
            consumer.close(GOODBYE);
        }
    }

    private void handleNext(Consumer<String, byte[]> consumer) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
            List<String> done = database.transaction(() -> handle(records));
            consumer.commitSync();
            done.forEach(voice::say);
            outage.isOver();
        }
    }

    private List<String> handle(ConsumerRecords<String, byte[]> records) {
        List<String> done = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            handle(record).ifPresent(done::add);
        }
        return done;
    }

    /** One event. What cannot be read is set aside: it must not stop those behind it. */
    private Optional<String> handle(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        try {
            return handler.handle(new String(value, UTF_8));
        } catch (UnreadableEventException e) {
            SetAside.Position at =
                    new SetAside.Position(record.topic(), record.partition(), record.offset());
            setAside.keep(at, value, String.valueOf(e.getMessage()));
            voice.warn("set aside " + at + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void untilItWorks(Runnable step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                return;
            } catch (FencedInstanceIdException | InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                outage.goesOn(e);
                Thread.sleep(PAUSE_AFTER_FAILURE);
            }
        }
    }
}
