package dev.reservoir.testing.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;
import dev.reservoir.testing.process.Program;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Transfers between accounts, by tellers that are killed and fenced, through a broker that is
 * killed: readers of committed records see each transfer whole and once, and none that was aborted;
 * in the end nothing is undecided. The seed decides who is killed and when; give one with {@code
 * -Dcrash.seed=N}.
 */
class TransferTest {
    private static final int TELLERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path directory;

    private final List<String> requests = new ArrayList<>();
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final List<Process> tellers = new ArrayList<>();
    private volatile boolean over;

    @Test
    void eachTransferIsSeenWholeAndOnce() throws Exception {
        transfer(10);
    }

    @Test
    @Tag("long")
    void eachTransferIsSeenWholeAndOnceForMinutes() throws Exception {
        transfer(150);
    }

    private void transfer(int incidents) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        System.out.println("TransferTest: -Dcrash.seed=" + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            createTopics(broker.bootstrap());
            FutureTask<Void> feeding = begin(() -> feed(broker.bootstrap(), random.nextLong()));
            FutureTask<Void> auditing = begin(() -> auditAllTheTime(broker.bootstrap()));
            for (int i = 0; i < TELLERS; i++) {
                tellers.add(hire(broker, i, random));
            }
            for (int i = 0; i < incidents; i++) {
                Thread.sleep(random.nextInt(200, 1_500));
                incident(broker, random);
            }
            over = true;
            feeding.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            auditing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            requests.addAll(sent);
            awaitAllDone(broker, random);
            Books.audit(broker.bootstrap()).check(requests);
            checkNothingIsUndecided(broker.bootstrap());
            System.out.printf(
                    "TransferTest: %d transfers over %d incidents%n", requests.size(), incidents);
        } finally {
            tellers.forEach(Process::destroyForcibly);
        }
    }

    private static FutureTask<Void> begin(Callable<Void> work) {
        FutureTask<Void> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void createTopics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(Books.REQUESTS, TELLERS, (short) 1),
                                    new NewTopic(Books.ACCOUNTS, Books.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Sends requests until it is over; all of them get there. */
    private Void feed(String bootstrap, long seed) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        240_000);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int number = 0; !over; number++) {
                int teller = number % TELLERS;
                int from = random.nextInt(Books.PARTITIONS);
                int to = (from + 1 + random.nextInt(Books.PARTITIONS - 1)) % Books.PARTITIONS;
                String request = Books.request(teller, number, from, to, 1 + random.nextInt(1_000));
                var _ = producer.send(new ProducerRecord<>(Books.REQUESTS, teller, null, request));
                sent.add(request);
                Thread.sleep(random.nextInt(8));
            }
        }
        return null;
    }

    /** A reader that is there all along: what it has read is never taken back or repeated. */
    private Void auditAllTheTime(String bootstrap) {
        Books books = new Books();
        try (KafkaConsumer<String, String> reader = Books.reader(bootstrap, "read_committed")) {
            reader.assign(Books.accounts());
            while (!over) {
                reader.poll(Duration.ofMillis(100)).forEach(books::read);
            }
        }
        return null;
    }

    private Process hire(BrokerProcess broker, int number, RandomGenerator random)
            throws IOException {
        List<String> line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        Teller.class.getName(),
                        broker.bootstrap(),
                        Integer.toString(number),
                        Long.toString(random.nextLong()));
        return Program.launchOther(log(number), line);
    }

    private Path log(int teller) {
        return directory.resolve("teller-" + teller + ".log");
    }

    private void incident(BrokerProcess broker, RandomGenerator random) throws Exception {
        int number = random.nextInt(TELLERS);
        Process teller = tellers.get(number);
        switch (random.nextInt(3)) {
            case 0 -> {
                broker.kill();
                broker.restart();
            }
            case 1 -> {
                teller.destroyForcibly().waitFor();
                tellers.set(number, hire(broker, number, random));
            }
            default -> tellers.set(number, survivor(number, teller, hire(broker, number, random)));
        }
    }

    /** Of two with one transactional id the one that begins first has to leave. */
    private Process survivor(int number, Process one, Process other) throws Exception {
        CompletableFuture.anyOf(one.onExit(), other.onExit())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Process left = one.isAlive() ? other : one;
        checkLeft(number, left);
        return one.isAlive() ? one : other;
    }

    private void checkLeft(int number, Process left) throws IOException {
        assertThat(left.exitValue())
                .as("teller %d said %s", number, said(number))
                .isEqualTo(Teller.FENCED);
    }

    private String said(int teller) throws IOException {
        return Files.readString(log(teller));
    }

    /** Waits until each request is behind its teller's committed offset. */
    private void awaitAllDone(BrokerProcess broker, RandomGenerator random) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            for (int i = 0; i < TELLERS; i++) {
                TopicPartition partition = new TopicPartition(Books.REQUESTS, i);
                String prefix = i + ".";
                long all = requests.stream().filter(one -> one.startsWith(prefix)).count();
                while (committed(admin, i, partition) < all) {
                    assertThat(System.nanoTime())
                            .as("teller %d has %d requests: %s", i, all, said(i))
                            .isLessThan(deadline);
                    Thread.sleep(100);
                    if (!tellers.get(i).isAlive()) {
                        checkLeft(i, tellers.get(i));
                        tellers.set(i, hire(broker, i, random));
                    }
                }
            }
        }
    }

    private static long committed(Admin admin, int teller, TopicPartition partition)
            throws Exception {
        OffsetAndMetadata offset =
                admin.listConsumerGroupOffsets(Books.group(teller))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition);
        return offset == null ? 0 : offset.offset();
    }

    /** Those that were killed leave transactions that time out; then all is stable. */
    private void checkNothingIsUndecided(String bootstrap) throws Exception {
        for (Process teller : tellers) {
            teller.destroyForcibly().waitFor();
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                var committed = Books.reader(bootstrap, "read_committed");
                var all = Books.reader(bootstrap, "read_uncommitted")) {
            List<TransactionListing> open = undecided(admin);
            while (!open.isEmpty()) {
                assertThat(System.nanoTime()).as("still open: %s", open).isLessThan(deadline);
                Thread.sleep(200);
                open = undecided(admin);
            }
            assertThat(committed.endOffsets(Books.accounts()))
                    .isEqualTo(all.endOffsets(Books.accounts()));
        }
    }

    private static List<TransactionListing> undecided(Admin admin) throws Exception {
        var states =
                EnumSet.of(
                        TransactionState.ONGOING,
                        TransactionState.PREPARE_COMMIT,
                        TransactionState.PREPARE_ABORT,
                        TransactionState.PREPARE_EPOCH_FENCE);
        var options = new ListTransactionsOptions().filterStates(states);
        return List.copyOf(admin.listTransactions(options).all().get());
    }
}
