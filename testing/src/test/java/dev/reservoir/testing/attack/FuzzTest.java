package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Spoiled requests of every API and version that is served, from several connections, while a good
 * client works. The seed decides what is sent; give one with {@code -Dfuzz.seed=N}.
 */
class FuzzTest {
    private static final int ATTACKERS = 4;
    private static final int ROUNDS = 10;
    private static final long MB = 1 << 20;

    /** What a request that may be sent is, and the versions that are served. */
    record Served(ApiKeys key, short version) {}

    @TempDir Path directory;

    @Test
    void thirtyThousandSpoiledRequests() throws Exception {
        fuzz(30_000);
    }

    @Test
    @Tag("long")
    void twoHundredThousandSpoiledRequests() throws Exception {
        fuzz(200_000);
    }

    private void fuzz(int requests) throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("FuzzTest: -Dfuzz.seed=" + seed);
        try (BrokerProcess broker =
                BrokerProcess.start(directory, "--set", "max.partitions.per.broker=500")) {
            List<Uuid> ids = createTopics(broker.bootstrap());
            List<Served> served = served(broker.port());
            makeGroupsReady(broker.port());
            try (GoodClient good = new GoodClient(broker.bootstrap())) {
                good.checkWorking();
                int sockets = broker.openSockets();
                int threads = broker.threads();
                for (int round = 0; round < ROUNDS; round++) {
                    attack(broker, served, ids, seed + round * 100L, requests / ROUNDS / ATTACKERS);
                    good.checkWorking();
                }
                awaitSockets(broker, sockets);
                assertThat(broker.threads()).as("platform threads").isLessThan(threads + 16);
                assertThat(broker.residentBytes()).as("resident").isLessThan(1_000 * MB);
            }
            assertThat(broker.log().lines().filter(FuzzTest::isUnexpected).toList()).isEmpty();
            assertThat(broker.stop()).isIn(0, 143);
        }
    }

    /** An exception nobody caught, or one that became UNKNOWN_SERVER_ERROR. */
    private static boolean isUnexpected(String line) {
        return line.contains("[ERROR]")
                || line.contains("Exception in thread")
                || line.startsWith("\tat ")
                || line.contains("OutOfMemoryError");
    }

    private static void attack(
            BrokerProcess broker, List<Served> served, List<Uuid> ids, long seed, int requests)
            throws Exception {
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Attacker attacker = new Attacker(broker.port(), served, ids, seed + i);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    attacker.send(requests);
                                } catch (IOException | RuntimeException e) {
                                    failures.add(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(broker.isAlive()).as("the broker runs").isTrue();
    }

    private static void awaitSockets(BrokerProcess broker, int atMost) throws Exception {
        for (int i = 0; i < 1_000 && broker.openSockets() > atMost; i++) {
            Thread.sleep(20);
        }
        assertThat(broker.openSockets()).as("open sockets").isLessThanOrEqualTo(atMost);
    }

    private static List<Uuid> createTopics(String bootstrap) throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            List<Uuid> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String name = "fuzz-" + i;
                var created = admin.createTopics(List.of(new NewTopic(name, 3, (short) 1)));
                ids.add(created.topicId(name).get());
            }
            return ids;
        }
    }

    private static void makeGroupsReady(int port) throws IOException {
        try (RawClient client = new RawClient(port)) {
            Requests.ask(
                    client,
                    ApiKeys.FIND_COORDINATOR,
                    6,
                    new FindCoordinatorRequestData().setCoordinatorKeys(List.of("any")),
                    FindCoordinatorResponseData.class);
        }
    }

    private static List<Served> served(int port) throws IOException {
        try (RawClient client = new RawClient(port)) {
            var request =
                    new ApiVersionsRequestData()
                            .setClientSoftwareName("fuzz")
                            .setClientSoftwareVersion("1");
            var answer =
                    Requests.ask(
                            client,
                            ApiKeys.API_VERSIONS,
                            4,
                            request,
                            ApiVersionsResponseData.class);
            List<Served> served = new ArrayList<>();
            for (var range : answer.apiKeys()) {
                ApiKeys key = ApiKeys.forId(range.apiKey());
                int oldest = Math.max(range.minVersion(), key.oldestVersion());
                for (int version = oldest; version <= range.maxVersion(); version++) {
                    served.add(new Served(key, (short) version));
                }
            }
            return served;
        }
    }
}
