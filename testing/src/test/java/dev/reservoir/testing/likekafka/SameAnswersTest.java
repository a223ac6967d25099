package dev.reservoir.testing.likekafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.likekafka.Row.Difference;
import dev.reservoir.testing.process.BrokerProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Apache Kafka and this broker are sent the same requests, and their answers are compared field by
 * field. A difference that is meant stands in its row with the reason; one that is gone is told,
 * too. Of a message only its being there is compared: ours say more.
 *
 * <p>Both are started, given a topic a row with records in it where the row wants them, and started
 * again, so that every partition has a leader epoch behind it.
 */
final class SameAnswersTest {
    private static final String SETTINGS =
            """
            node.id=1
            broker.rack=here
            offsets.topic.num.partitions=1
            auto.create.topics.enable=false
            offset.metadata.max.bytes=100
            """;

    /** What each handler can answer, beyond what storage and other members of a group cause. */
    private static final Map<String, String> ERRORS =
            Map.of(
                    "Produce",
                    "NONE CORRUPT_MESSAGE INVALID_RECORD INVALID_TIMESTAMP MESSAGE_TOO_LARGE"
                            + " OUT_OF_ORDER_SEQUENCE_NUMBER INVALID_PRODUCER_EPOCH"
                            + " INVALID_REQUIRED_ACKS NOT_ENOUGH_REPLICAS"
                            + " UNKNOWN_TOPIC_OR_PARTITION UNKNOWN_TOPIC_ID"
                            + " INVALID_TOPIC_EXCEPTION UNSUPPORTED_COMPRESSION_TYPE",
                    "Fetch",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION UNKNOWN_TOPIC_ID OFFSET_OUT_OF_RANGE"
                            + " FENCED_LEADER_EPOCH UNKNOWN_LEADER_EPOCH"
                            + " FETCH_SESSION_ID_NOT_FOUND INVALID_FETCH_SESSION_EPOCH"
                            + " FETCH_SESSION_TOPIC_ID_ERROR",
                    "ListOffsets",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION FENCED_LEADER_EPOCH UNKNOWN_LEADER_EPOCH"
                            + " UNSUPPORTED_VERSION INVALID_REQUEST",
                    "OffsetForLeaderEpoch",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION FENCED_LEADER_EPOCH UNKNOWN_LEADER_EPOCH",
                    "DeleteRecords",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION OFFSET_OUT_OF_RANGE INVALID_TOPIC_EXCEPTION",
                    "Metadata",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION UNKNOWN_TOPIC_ID INVALID_TOPIC_EXCEPTION"
                            + " INVALID_REQUEST",
                    "OffsetCommit",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION UNKNOWN_TOPIC_ID"
                            + " OFFSET_METADATA_TOO_LARGE GROUP_ID_NOT_FOUND ILLEGAL_GENERATION"
                            + " UNKNOWN_MEMBER_ID",
                    "OffsetFetch",
                    "NONE UNKNOWN_TOPIC_ID",
                    "OffsetDelete",
                    "NONE UNKNOWN_TOPIC_OR_PARTITION GROUP_ID_NOT_FOUND INVALID_GROUP_ID");

    private static final Map<String, Set<String>> SEEN = new TreeMap<>();

    @TempDir static Path directory;
    private static final Map<String, Row> ROWS = new LinkedHashMap<>();
    private static ApacheKafka apacheKafka;
    private static BrokerProcess reservoir;
    private static Peer kafka;
    private static Peer ours;

    @BeforeAll
    static void start() throws Exception {
        Map<String, Map<String, String>> topics = new LinkedHashMap<>();
        Stream.of(
                        ProduceRows.all(),
                        RecordRows.all(),
                        FetchRows.all(),
                        OffsetRows.all(),
                        MetadataRows.all(),
                        GroupOffsetRows.all())
                .flatMap(List::stream)
                .forEach(row -> {
                    String topic = "row-%03d".formatted(ROWS.size());
                    ROWS.put(topic, row);
                    topics.put(topic, row.config());
                });
        apacheKafka = ApacheKafka.start(directory.resolve("kafka"), SETTINGS);
        reservoir = BrokerProcess.start(directory.resolve("reservoir"), options());
        kafka = new Peer(apacheKafka.port());
        ours = new Peer(reservoir.port());
        List<String> names = List.copyOf(topics.keySet());
        for (Peer peer : List.of(ours, kafka)) {
            peer.awaitServing();
            peer.create(topics);
            peer.awaitLeaders(names);
            peer.awaitLogs(names);
            writeHistory(peer);
        }
        apacheKafka.restart();
        // Apache Kafka gives leadership up and takes it again, in an epoch each.
        for (int i = 0; i < 2; i++) {
            reservoir.stop();
            reservoir.restart();
        }
        for (Peer peer : List.of(ours, kafka)) {
            peer.awaitServing();
            peer.awaitLeaders(names);
            peer.awaitLogs(names);
            peer.awaitCoordinator();
        }
    }

    private static String[] options() {
        return SETTINGS.lines().flatMap(line -> Stream.of("--set", line)).toArray(String[]::new);
    }

    /** Records under the first leader epoch, for the rows that look back at it. */
    private static void writeHistory(Peer peer) throws Exception {
        for (Map.Entry<String, Row> row : ROWS.entrySet()) {
            for (int i = 0; i < row.getValue().earlierBatches(); i++) {
                new Scene(peer, row.getKey()).produce(Batches.good());
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable open : new AutoCloseable[] {kafka, ours, reservoir, apacheKafka}) {
            if (open != null) {
                open.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> bothAnswerTheSame() {
        return Stream.concat(
                ROWS.entrySet().stream()
                        .map(row ->
                                DynamicTest.dynamicTest(
                                        row.getValue().title(),
                                        () -> play(row.getKey(), row.getValue()))),
                Stream.of(
                        DynamicTest.dynamicTest(
                                "the rows provoke every error that needs no broken disk",
                                SameAnswersTest::checkErrors)));
    }

    private static void checkErrors() {
        ERRORS.forEach(
                (api, codes) -> assertThat(SEEN.get(api)).as(api).contains(codes.split(" ")));
    }

    private static void play(String topic, Row row) throws Exception {
        Scene onKafka = new Scene(kafka, topic);
        Scene onOurs = new Scene(ours, topic);
        row.play().on(onKafka);
        row.play().on(onOurs);
        onOurs.transcript()
                .forEach((path, value) -> {
                    if (Transcript.last(path).equals("errorCode")) {
                        SEEN.computeIfAbsent(Transcript.api(path), _ -> new TreeSet<>()).add(value);
                    }
                });
        assertThat(problems(row, onKafka.transcript(), onOurs.transcript())).isEmpty();
    }

    private static List<String> problems(
            Row row, Map<String, String> theirs, Map<String, String> here) {
        Map<String, Integer> unmeant = new LinkedHashMap<>();
        Set<Difference> unseen = new LinkedHashSet<>(row.differences());
        Set<String> paths = new LinkedHashSet<>(theirs.keySet());
        paths.addAll(here.keySet());
        for (String path : paths) {
            String kafkas = theirs.getOrDefault(path, "absent");
            String mine = here.getOrDefault(path, "absent");
            if (!kafkas.equals(mine)
                    && !Transcript.saysMore(path, kafkas)
                    && row.differences().stream()
                            .noneMatch(meant -> {
                                boolean fits = fits(meant, path, kafkas, mine);
                                if (fits) {
                                    unseen.remove(meant);
                                }
                                return fits;
                            })) {
                unmeant.merge(
                        "%s: Kafka %s, here %s".formatted(Transcript.last(path), kafkas, mine),
                        1,
                        Integer::sum);
            }
        }
        List<String> problems = new ArrayList<>();
        unmeant.forEach((what, times) -> problems.add("%s (%d times)".formatted(what, times)));
        unseen.forEach(meant -> problems.add("no such difference any more: " + meant));
        return problems;
    }

    private static boolean fits(Difference meant, String path, String kafkas, String mine) {
        return meant.field().equals(Transcript.last(path))
                && meant.kafka().equals(kafkas)
                && meant.ours().equals(mine);
    }
}
