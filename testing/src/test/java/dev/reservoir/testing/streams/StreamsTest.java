package dev.reservoir.testing.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Kafka Streams with {@code processing.guarantee=exactly_once_v2}: the application and the broker
 * are killed while words flow, and each word is counted once. The seed decides words and moments;
 * give one with {@code -Dstreams.seed=N}. {@code -Dstreams.guarantee=at_least_once} shows what
 * transactions are for: it fails.
 */
class StreamsTest {
    private static final int PARTITIONS = 3;
    private static final int LONGEST_PAUSE_MS = 500;
    private static final List<String> WORDS =
            IntStream.range(0, 40).mapToObj(i -> "word-" + i).toList();

    /** What is killed; the state's directory is removed with {@code APP_AND_STATE}. */
    private enum Victim {
        APP,
        APP_AND_STATE,
        BROKER,
        BOTH
    }

    @TempDir Path directory;
    private final long seed = Long.getLong("streams.seed", System.nanoTime() % 1_000_000);
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    private final List<Victim> killed = new ArrayList<>();

    @Test
    void eachWordIsCountedOnceWhoeverDies() throws Exception {
        run(List.of(Victim.APP, Victim.BROKER, Victim.APP_AND_STATE, Victim.BOTH), 0);
    }

    @Test
    @Tag("long")
    void eachWordIsCountedOnceOverManyKills() throws Exception {
        run(List.of(Victim.values()), 180);
    }

    /** Kills each victim in turn, and others until the seconds have passed. */
    private void run(List<Victim> victims, long seconds) throws Exception {
        String guarantee = System.getProperty("streams.guarantee", "exactly_once_v2");
        System.out.printf("StreamsTest: -Dstreams.seed=%d, %s%n", seed, guarantee);
        try (BrokerProcess broker = startBroker()) {
            Map<String, String> categories = prepare(broker.bootstrap());
            Feeder feeder =
                    new Feeder(
                            broker.bootstrap(),
                            WORDS,
                            RandomGeneratorFactory.of("L64X128MixRandom")
                                    .create(random.nextLong()));
            Thread feeding = Thread.ofPlatform().daemon().start(feeder);
            try (var app = new WordCountProcess(directory, broker.bootstrap(), guarantee);
                    var reader = new CountsReader(broker.bootstrap(), PARTITIONS)) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                for (Victim victim : victims) {
                    kill(victim, app, broker, reader);
                }
                while (System.nanoTime() < end) {
                    kill(victims.get(random.nextInt(victims.size())), app, broker, reader);
                }
                awaitProgress(app, reader);
                feeder.stop();
                feeding.join();
                assertThat(feeder.failures()).isEmpty();
                awaitAll(feeder.written(), app, reader);
                assertThat(differences(feeder.written(), categories, reader.counts()))
                        .as("seed %d, killed %s", seed, killed)
                        .isEmpty();
                System.out.printf(
                        "StreamsTest: %d words counted once over %s; %d counts were aborted%n",
                        reader.read(), killed, reader.uncommitted() - reader.read());
            }
        }
    }

    private BrokerProcess startBroker() throws Exception {
        return BrokerProcess.start(directory, "--set", "group.min.session.timeout.ms=1000");
    }

    /** Makes the topics and names each word's category, twice: the table's last one counts. */
    private Map<String, String> prepare(String bootstrap) throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Map<String, String> compacted =
                    Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            admin.createTopics(
                            List.of(
                                    topic(WordCountApp.WORDS),
                                    topic(WordCountApp.CATEGORIES).configs(compacted),
                                    topic(WordCountApp.COUNTS)))
                    .all()
                    .get();
        }
        Map<String, String> categories = new TreeMap<>();
        try (KafkaProducer<String, String> producer = Feeder.producer(bootstrap)) {
            for (int i = 0; i < 2 * WORDS.size(); i++) {
                String word = WORDS.get(i % WORDS.size());
                String category = "category-" + i;
                categories.put(word, category);
                producer.send(new ProducerRecord<>(WordCountApp.CATEGORIES, word, category)).get();
            }
        }
        return categories;
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, PARTITIONS, (short) 1);
    }

    /** Kills it while words are being counted, and starts it again. */
    private void kill(
            Victim victim, WordCountProcess app, BrokerProcess broker, CountsReader reader)
            throws Exception {
        awaitProgress(app, reader);
        Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
        killed.add(victim);
        if (victim != Victim.BROKER) {
            app.kill();
        }
        if (victim == Victim.BROKER || victim == Victim.BOTH) {
            broker.kill();
        }
        if (victim == Victim.APP_AND_STATE) {
            app.wipeState();
        }
        if (victim != Victim.BROKER) {
            app.restart();
        }
        if (!broker.isAlive()) {
            broker.restart();
        }
        if (victim == Victim.APP_AND_STATE) {
            awaitProgress(app, reader);
            assertThat(app.logOfThisLife()).contains(WordCountApp.RESTORED);
        }
    }

    /** Waits until this life of the application has counted words. */
    private void awaitProgress(WordCountProcess app, CountsReader reader) throws Exception {
        boolean more = reader.pollUntil(app::runs) && reader.awaitMore(WORDS.size());
        assertThat(more && app.isAlive())
                .as("seed %d, killed %s, progress of %s", seed, killed, app.log())
                .isTrue();
    }

    /** Reads all that there is once the application has stopped, so that doubles are seen. */
    private void awaitAll(Map<String, Integer> written, WordCountProcess app, CountsReader reader)
            throws Exception {
        int words = written.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(reader.awaitAll(words))
                .as("seed %d, killed %s, %d of %d counts", seed, killed, reader.read(), words)
                .isTrue();
        app.stop();
        assertThat(reader.awaitEnd()).as("no transaction stays open; seed %d", seed).isTrue();
    }

    /** A line for each word whose counts are not 1, 2, and so on, to how often it was written. */
    private static List<String> differences(
            Map<String, Integer> written,
            Map<String, String> categories,
            Map<String, List<String>> counts) {
        List<String> differences = new ArrayList<>();
        written.forEach((word, times) -> {
            List<String> wanted =
                    IntStream.rangeClosed(1, times)
                            .mapToObj(i -> categories.get(word) + ":" + i)
                            .toList();
            List<String> got = counts.getOrDefault(word, List.of());
            if (!got.equals(wanted)) {
                int at = 0;
                while (at < Math.min(got.size(), times) && got.get(at).equals(wanted.get(at))) {
                    at++;
                }
                differences.add(
                        "%s: written %d times, %d counts; from number %d on they are %s"
                                .formatted(
                                        word,
                                        times,
                                        got.size(),
                                        at + 1,
                                        got.subList(at, Math.min(at + 5, got.size()))));
            }
        });
        return differences;
    }
}
