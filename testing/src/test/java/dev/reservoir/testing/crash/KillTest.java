package dev.reservoir.testing.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * SIGKILL under load at random moments, also while the broker recovers from the one before. Clients
 * live through it; at the end a real consumer reads everything. The seed decides load and moments;
 * give one with {@code -Dcrash.seed=N}.
 */
class KillTest {
    private static final Map<String, Integer> TOPICS =
            new TreeMap<>(Map.of("one", 1, "three", 3, "six", 6));

    @TempDir Path directory;

    @Test
    void whatWasAcknowledgedIsThereOnceAndInOrder() throws Exception {
        killUnderLoad(6);
    }

    /** Small segments and a small journal, so that rolls and checkpoints happen all the time. */
    @Test
    @Tag("long")
    void whatWasAcknowledgedIsThereAfterManyKills() throws Exception {
        killUnderLoad(
                60,
                "log.segment.bytes=1048576",
                "journal.segment.bytes=4194304",
                "journal.max.bytes=33554432");
    }

    private void killUnderLoad(int kills, String... settings) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("KillTest: -Dcrash.seed=" + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (BrokerProcess broker = BrokerProcess.start(directory, options(settings))) {
            createTopics(broker.bootstrap());
            List<Writer> writers = writers(broker.bootstrap(), random);
            GroupReader reader = new GroupReader(broker.bootstrap(), TOPICS.keySet());
            List<Thread> threads = new ArrayList<>();
            writers.forEach(writer -> threads.add(Thread.ofPlatform().start(writer)));
            threads.add(Thread.ofPlatform().start(reader));
            for (int i = 0; i < kills; i++) {
                if (i % 2 == 1) {
                    reader.awaitCommit();
                }
                killAndRestart(broker, random);
            }
            writers.forEach(Writer::stop);
            reader.stop();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(writers).allSatisfy(writer -> assertThat(writer.failures()).isEmpty());
            new Verdict(broker.bootstrap(), partitions()).check(writers, reader);
            System.out.printf(
                    "KillTest: %d records acknowledged over %d kills%n",
                    writers.stream().mapToInt(writer -> writer.acknowledged().size()).sum(), kills);
        }
    }

    private static String[] options(String... settings) {
        return Arrays.stream(settings)
                .flatMap(setting -> Stream.of("--set", setting))
                .toArray(String[]::new);
    }

    /** Now and then the restart is killed too, at any moment of its recovery. */
    private static void killAndRestart(BrokerProcess broker, RandomGenerator random)
            throws Exception {
        Thread.sleep(random.nextInt(100, 1_500));
        broker.kill();
        if (random.nextInt(3) == 0) {
            broker.relaunch();
            Thread.sleep(random.nextInt(200, 1_200));
            broker.kill();
        }
        broker.restart();
    }

    private static void createTopics(String bootstrap)
            throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            List<NewTopic> topics = new ArrayList<>();
            TOPICS.forEach((name, count) -> topics.add(new NewTopic(name, count, (short) 1)));
            admin.createTopics(topics).all().get();
        }
    }

    private static List<Writer> writers(String bootstrap, RandomGenerator random) {
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean idempotent = i < 3;
            writers.add(
                    new Writer(
                            (idempotent ? "idempotent-" : "simple-") + i,
                            idempotent,
                            bootstrap,
                            partitions(),
                            RandomGeneratorFactory.of("L64X128MixRandom")
                                    .create(random.nextLong())));
        }
        return writers;
    }

    private static List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        TOPICS.forEach((name, count) -> {
            for (int i = 0; i < count; i++) {
                all.add(new TopicPartition(name, i));
            }
        });
        return all;
    }
}
