package dev.reservoir.testing.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What readers of committed records see in the accounts: of each transfer a debit in one partition
 * and a credit in another, each once. Used by one thread.
 */
final class Books {
    static final String REQUESTS = "requests";
    static final String ACCOUNTS = "accounts";
    static final int PARTITIONS = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Long> balances = new HashMap<>();

    static String group(int teller) {
        return "tellers-" + teller;
    }

    /** A request: who gives, who takes, how much. */
    static String request(int teller, int number, int from, int to, int amount) {
        return "%d.%d:%d:%d:%d".formatted(teller, number, from, to, amount);
    }

    static List<ProducerRecord<String, String>> halves(String request) {
        String[] parts = request.split(":");
        int from = Integer.parseInt(parts[1]);
        int to = Integer.parseInt(parts[2]);
        return List.of(
                new ProducerRecord<>(ACCOUNTS, from, parts[0], parts[0] + ":-" + parts[3]),
                new ProducerRecord<>(ACCOUNTS, to, parts[0], parts[0] + ":" + parts[3]));
    }

    static List<TopicPartition> accounts() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new TopicPartition(ACCOUNTS, i))
                .toList();
    }

    static KafkaConsumer<String, String> reader(String bootstrap, String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** A half of a transfer was read. */
    void read(ConsumerRecord<String, String> half) {
        String place = half.partition() + "-" + half.offset();
        String before = places.putIfAbsent(half.value(), place);
        assertThat(before).as("places of '%s'", half.value()).isIn(null, place);
        if (before == null) {
            long amount = Long.parseLong(half.value().substring(half.value().indexOf(':') + 1));
            balances.merge(half.key(), amount, Long::sum);
        }
    }

    /** Reads all there is, from the start. */
    static Books audit(String bootstrap) {
        Books books = new Books();
        try (var reader = reader(bootstrap, "read_committed")) {
            reader.assign(accounts());
            Map<TopicPartition, Long> ends = reader.endOffsets(accounts());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isAt(reader, ends)) {
                assertThat(System.nanoTime()).as("reading to %s", ends).isLessThan(deadline);
                reader.poll(Duration.ofMillis(200)).forEach(books::read);
            }
        }
        return books;
    }

    private static boolean isAt(
            KafkaConsumer<String, String> reader, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> reader.position(end.getKey()) >= end.getValue());
    }

    /** Each request was carried out once, and no money came or went. */
    void check(List<String> requests) {
        Set<String> booked = places.keySet();
        Set<String> wanted =
                requests.stream()
                        .flatMap(request -> halves(request).stream())
                        .map(ProducerRecord::value)
                        .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(booked);
        assertThat(missing).as("halves that nobody can read").isEmpty();
        assertThat(booked).as("halves of transfers").isEqualTo(wanted);
        assertThat(balances.values()).as("what each transfer adds up to").containsOnly(0L);
    }
}
