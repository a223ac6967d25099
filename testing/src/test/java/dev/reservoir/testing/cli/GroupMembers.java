package dev.reservoir.testing.cli;

import dev.reservoir.testing.cli.Shell.Result;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Members of groups that stay until they are closed: a thread each. */
final class GroupMembers implements AutoCloseable {
    private record Member(KafkaConsumer<byte[], byte[]> consumer, Thread thread) {}

    private final String bootstrap;
    private final List<Member> members = new ArrayList<>();

    GroupMembers(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * Lets a member join and waits until it has partitions.
     *
     * @param words group, topic, protocol, and an instance id if it shall have one
     */
    Result join(List<String> words) {
        Map<String, Object> settings =
                new java.util.HashMap<>(
                        Map.of(
                                "bootstrap.servers", bootstrap,
                                "group.id", words.get(0),
                                "group.protocol", words.get(2),
                                "client.id", "member",
                                "auto.offset.reset", "earliest",
                                "enable.auto.commit", "false",
                                "metric.reporters", ""));
        if (words.size() > 3) {
            settings.put("group.instance.id", words.get(3));
        }
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        CountDownLatch assigned = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> poll(consumer, words.get(1), assigned));
        members.add(new Member(consumer, thread));
        try {
            if (!assigned.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the member got no partition");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Result(0, "", "");
    }

    private static void poll(
            KafkaConsumer<byte[], byte[]> consumer, String topic, CountDownLatch assigned) {
        try (consumer) {
            consumer.subscribe(List.of(topic));
            while (true) {
                consumer.poll(Duration.ofMillis(200));
                if (!consumer.assignment().isEmpty()) {
                    assigned.countDown();
                }
            }
        } catch (WakeupException _) {
            // It was told to leave.
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.consumer().wakeup());
        for (Member member : members) {
            try {
                member.thread().join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
