package dev.reservoir.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.reservoir.testing.cli.Shell.Result;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;

/** The words of {@code reservoir} against a real broker. */
final class HouseWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path brokerDirectory;
    private static BrokerUnderTest broker;

    @TempDir Path directory;
    private final Shell shell = new Shell(broker);
    private final String topic = "house-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerUnderTest.in(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    /** Runs a command that must succeed; what it printed. */
    private String must(String command) {
        return must("", command);
    }

    private String must(String input, String command) {
        Result result = shell.run(input, "reservoir " + command);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private String refused(String command) {
        return refused("", command);
    }

    private String refused(String input, String command) {
        Result result = shell.run(input, "reservoir " + command);
        assertThat(result.code()).as(result.out()).isEqualTo(1);
        return result.err();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private List<String> values(String options) {
        return must("consume " + topic + " --values " + options).lines().sorted().toList();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aTopicFromItsCreationToItsDeletion() throws Exception {
        assertThat(must("topic create " + topic + " --partitions 3 --retention 1d"))
                .isEqualTo("Created topic " + topic + " with 3 partitions.\n");
        assertThat(refused("topic create " + topic)).contains("'" + topic + "' exists already");
        must("topic create --if-not-exists " + topic);
        must("a\nb\n", "produce " + topic);
        JsonNode listed = json(must("topic list -o json " + topic)).get(0);
        assertThat(listed.get("records").asInt()).isEqualTo(2);
        assertThat(listed.get("partitions").asInt()).isEqualTo(3);
        JsonNode described = json(must("topic describe -o json " + topic));
        assertThat(described.get("retentionMs").asLong()).isEqualTo(86_400_000);
        assertThat(described.get("partitions")).hasSize(3);
        assertThat(described.get("settings").get(0).get("key").asText()).isEqualTo("retention.ms");
        must("topic grow --partitions 5 " + topic);
        assertThat(must("topic describe " + topic))
                .contains("Partitions  5\n", "Kept for    1 d\n");
        must("topic trim --all " + topic);
        assertThat(json(must("topic list -o json " + topic)).get(0).get("records").asInt())
                .isZero();
        assertThat(must("topic delete " + topic)).isEqualTo("Deleted topic " + topic + ".\n");
        assertThat(must("topic list")).doesNotContain(topic);
    }

    @Test
    void aTimeBeforeAllRecordsIsBeforeAllRecords() throws Exception {
        must("a\nb\nc\n", "produce --create " + topic);
        for (String before : List.of("99999d", "1900-01-01", "1969-12-31T23:59:59.999Z")) {
            must("topic trim " + topic + " --before " + before);
            assertThat(values("--since " + before)).as(before).containsExactly("a", "b", "c");
            assertThat(values("--until " + before)).as(before).isEmpty();
            JsonNode moves = json(must("group reset g -o json " + topic + " --since " + before));
            assertThat(moves.get(0).get("to").asInt()).as(before).isZero();
        }
    }

    @Test
    void trimmingByATimeToComeIsTakenForAMistake() {
        must("a\n", "produce --create " + topic);
        Result result = shell.run("", "reservoir topic trim " + topic + " --before 2999-01-01");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("2999-01-01", "to come", "--all");
        assertThat(values("")).containsExactly("a");
    }

    @Test
    void aMisspeltNameNamesTheNearest() {
        must("topic create " + topic);
        String misspelt = topic.replace("house", "hose");
        String near = "There is no topic '" + misspelt + "'; did you mean '" + topic + "'?";
        for (String command :
                List.of(
                        "topic describe ",
                        "topic delete ",
                        "consume ",
                        "config get ",
                        "produce ")) {
            assertThat(refused("x\n", command + misspelt)).as(command).contains(near);
        }
        must("x\n", "produce --create " + misspelt);
        assertThat(must("consume --values " + misspelt)).isEqualTo("x\n");
    }

    @Test
    void whatIsProducedIsConsumedByWhatItIs() throws Exception {
        must("topic create " + topic);
        must("produce " + topic + " --key alice --value one --header trace=7f");
        must("produce " + topic + " --key bob --value {\"n\":2}");
        Thread.sleep(5);
        String between = java.time.Instant.now().toString();
        Thread.sleep(5);
        must("produce " + topic + " --key alice --value three");
        must("produce " + topic + " --key bob --tombstone");
        assertThat(values("--key alice")).containsExactly("one", "three");
        assertThat(values("--grep ^t|n.:2")).containsExactly("three", "{\"n\":2}");
        assertThat(values("--header trace=7f")).containsExactly("one");
        assertThat(values("--header trace")).containsExactly("one");
        assertThat(values("--header trace=8")).isEmpty();
        assertThat(values("--since " + between)).containsExactly("null", "three");
        assertThat(values("--until " + between)).containsExactly("one", "{\"n\":2}");
        assertThat(values("--last 1")).containsExactly("null");
        assertThat(values("--from 2 --limit 1")).containsExactly("three");
        assertThat(values("--from end")).isEmpty();
        List<String> lines = must("consume -o json " + topic).lines().toList();
        assertThat(lines).hasSize(4);
        JsonNode second = json(lines.get(1));
        assertThat(second.get("valueFormat").asText()).isEqualTo("json");
        assertThat(second.get("value").get("n").asInt()).isEqualTo(2);
        assertThat(json(lines.get(3)).get("value").isNull()).isTrue();
        assertThat(json(lines.getFirst()).get("headers").get(0).get("value").asText())
                .isEqualTo("7f");
        assertThat(must("consume " + topic)).contains("alice  one  (trace=7f)");
    }

    @Test
    void filesOfAllKinds() throws Exception {
        must("topic create " + topic);
        String csv = write("trips.csv", "id,miles\n7,1.5\n8,\n");
        String ndjson = write("a.ndjson", "{\"id\":9}\n{\"id\":10}\n");
        String text = write("lines.txt", "k1=v1\nk2=v2\n");
        String whole = write("whole.bin", "two\nlines");
        assertThat(must("produce " + topic + " " + csv + " --key-column id"))
                .startsWith("Wrote 2 records (");
        must("produce " + topic + " " + ndjson + " --key-field id");
        must("produce " + topic + " " + text + " --key-separator =");
        must("produce " + topic + " " + whole + " --format whole");
        List<String> read = new ArrayList<>();
        for (String line : must("consume -o json " + topic).lines().toList()) {
            read.add(json(line).get("key").asText() + " " + json(line).get("value"));
        }
        assertThat(read)
                .containsExactly(
                        "7 {\"id\":7,\"miles\":1.5}",
                        "8 {\"id\":8,\"miles\":null}",
                        "9 {\"id\":9}",
                        "10 {\"id\":10}",
                        "k1 \"v1\"",
                        "k2 \"v2\"",
                        "null \"two\\nlines\"");
        assertThat(refused("produce " + topic + " /no/such.csv"))
                .isEqualTo("Error: Cannot read '/no/such.csv': there is no such file\n");
        String broken = write("broken.json", "{\"id\":1}\n{oops\n");
        assertThat(refused("produce " + topic + " " + broken))
                .contains("In " + broken + ", document 2 is not JSON");
        assertThat(values("--last 1")).containsExactly("{\"id\":1}");
    }

    @Test
    void anOptionThatTheFormatDoesNotKnowIsRefused() {
        must("topic create " + topic);
        String produce = "produce " + topic + " ";
        assertThat(refused("{\"id\":1}\n", produce + "--key-field id"))
                .contains("--key-field is for json", "standard input is read as lines");
        assertThat(refused("id\n1\n", produce + "--key-column id --format whole"))
                .contains("--key-column is for csv", "give --format csv");
        assertThat(values("")).isEmpty();
    }

    @Test
    void aPartitionThatIsNotThereIsNotWaitedFor() {
        must("topic create " + topic);
        assertThat(refused("produce " + topic + " --value x --partition 7"))
                .contains("'" + topic + "' has 1 partition, numbered from 0; there is no 7");
    }

    @Test
    void theLimitHoldsForTheRecordsThatAreFollowed() {
        must("topic create " + topic);
        must("produce " + topic + " --value 1 --value 2 --value 3");
        assertThat(must("consume " + topic + " -f --values --limit 2")).isEqualTo("1\n2\n");
    }

    @Test
    void whatWasMadeIsToldThoughAnotherTopicIsThere() {
        must("topic create " + topic);
        Result result = shell.run("", "reservoir topic create " + topic + " more-" + topic);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("Created topic more-" + topic + " with 1 partition.\n");
        assertThat(result.err()).contains("'" + topic + "' exists already");
    }

    @Test
    void aGroupIsReadShownResetAndDeleted() throws Exception {
        String group = "group-" + topic;
        must("topic create " + topic + " --partitions 2");
        must("produce " + topic + " --key a --value 1 --value 2 --value 3");
        assertThat(must("consume " + topic + " --values --limit 2 --group " + group))
                .isEqualTo("1\n2\n");
        JsonNode described = json(must("group describe -o json " + group));
        assertThat(described.get("state").asText()).isEqualTo("empty");
        assertThat(described.get("lag").asInt()).isEqualTo(1);
        assertThat(must("consume " + topic + " --values --group " + group)).isEqualTo("3\n");
        assertThat(json(must("group list -o json " + group)).get(0).get("lag").asInt()).isZero();
        must("group reset " + group + " --to beginning --dry-run");
        assertThat(json(must("group list -o json " + group)).get(0).get("lag").asInt()).isZero();
        must("group reset " + group + " " + topic + " --to beginning");
        assertThat(json(must("group list -o json " + group)).get(0).get("lag").asInt())
                .isEqualTo(3);
        assertThat(refused("group describe " + group.replace("group-", "gruop-")))
                .contains("did you mean '" + group + "'?");
        must("group delete " + group);
        assertThat(must("group list")).doesNotContain(group);
    }

    @Test
    void twoThatMakeOneTopicBothWriteToIt() throws Exception {
        for (int round = 0; round < 5; round++) {
            String both = topic + "-" + round;
            String produce = "reservoir produce --create " + both + " --value x";
            List<FutureTask<Result>> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(new FutureTask<>(() -> shell.run(produce)));
            }
            tasks.forEach(task -> Thread.ofPlatform().start(task));
            for (FutureTask<Result> task : tasks) {
                assertThat(task.get().err()).doesNotContain("Error");
            }
            assertThat(must("consume --values " + both)).isEqualTo("x\nx\nx\n");
        }
    }

    @Test
    void partitionsThatAreAddedAreFollowed() throws Exception {
        must("topic create " + topic);
        must("produce " + topic + " --value one");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> Shell.run(out, following("metadata.max.age.ms=100", "")));
        awaitOutput(out, reader);
        must("topic grow --partitions 2 " + topic);
        must("produce " + topic + " --partition 1 --value two");
        assertThat(reader.join(Duration.ofSeconds(60))).isTrue();
        assertThat(out.toString(UTF_8)).isEqualTo("one\ntwo\n");
    }

    /** A command that prints two values, the second when it comes. */
    private String following(String property, String options) {
        return "reservoir consume -f --values --limit 2 --command-property %s -b %s %s%s"
                .formatted(property, broker.bootstrap(), topic, options);
    }

    private static void awaitOutput(ByteArrayOutputStream out, Thread reader) throws Exception {
        while (out.size() == 0) {
            assertThat(reader.isAlive()).isTrue();
            Thread.sleep(10);
        }
    }

    @Test
    void aMemberThatHandsOverDoesNotReadAgain() throws Exception {
        String group = "group-" + topic;
        must("topic create " + topic + " --partitions 2");
        must("produce " + topic + " --partition 0 --value one");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // With heartbeats this fast it is asked to hand over before a commit is due.
        String consume = following("heartbeat.interval.ms=100", " --group " + group);
        try (GroupMembers others = new GroupMembers(broker.bootstrap())) {
            Thread reader = Thread.ofPlatform().start(() -> Shell.run(out, consume));
            awaitOutput(out, reader);
            others.join(List.of(group, topic, "classic"));
            must("produce " + topic + " --partition 0 --value two");
            reader.join();
        }
        assertThat(out.toString(UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void settingsAreSetAndTakenBack() throws Exception {
        must("topic create " + topic);
        assertThat(must("config set " + topic + " retention.ms=2h segment.bytes=16MB"))
                .contains("retention.ms = 7200000 (2 h)", "segment.bytes = 16777216 (16.0 MB)");
        JsonNode changed = json(must("config get --changed -o json " + topic));
        assertThat(changed).hasSize(2);
        assertThat(changed.get(0).get("value").asText()).isEqualTo("7200000");
        assertThat(changed.get(0).get("from").asText()).isEqualTo("topic");
        assertThat(refused("config set " + topic + " retension.ms=2h"))
                .contains("There is no setting 'retension.ms'", "did you mean 'retention.ms'?");
        assertThat(refused("config set " + topic + " retention.ms=-7")).contains("-7");
        must("config unset " + topic + " retention.ms segment.bytes");
        assertThat(json(must("config get --changed -o json " + topic))).isEmpty();
        assertThat(must("config get --broker log.retention.hours")).contains("168");
    }

    @Test
    void whatATransactionMayTakeBackIsLeftOutWithCommitted() {
        must("topic create " + topic);
        must("produce " + topic + " --value plain");
        try (OpenTransactions transactions = new OpenTransactions(broker.bootstrap())) {
            transactions.open(List.of(topic, topic, "0"));
            assertThat(values("")).containsExactly("plain", "v");
            assertThat(values("--committed")).containsExactly("plain");
        }
        // It is aborted now, and the topic ends with that.
        assertThat(values("")).containsExactly("plain", "v");
        assertThat(values("--committed")).containsExactly("plain");
        assertThat(values("--committed --group " + topic)).containsExactly("plain");
        // Its two last offsets hold no record for this reader, the last one for nobody.
        assertThat(values("--committed --last 1")).containsExactly("plain");
        assertThat(values("--last 1")).containsExactly("v");
    }

    @Test
    void statusSaysWhatRunsAndWhatIsWrong() throws Exception {
        must("topic create " + topic);
        must("produce " + topic + " --value 1 --value 2");
        must("consume " + topic + " --limit 1 --group left-" + topic);
        JsonNode status = json(must("status -o json"));
        assertThat(status.get("brokers").get(0).get("address").asText())
                .isEqualTo(broker.bootstrap());
        assertThat(status.get("brokers").get(0).get("data").asLong()).isPositive();
        assertThat(status.get("topics").asInt()).isPositive();
        assertThat(status.get("findings").findValuesAsText("finding"))
                .contains("Group left-" + topic + " has no members and 1 record to read.");
    }

    @Test
    void benchLeavesNothingBehind() throws Exception {
        JsonNode phases = json(must("bench --records 500 --size 100 -o json"));
        assertThat(phases.findValuesAsText("phase")).containsExactly("write", "read");
        assertThat(phases.get(1).get("records").asInt()).isEqualTo(500);
        assertThat(must("topic list")).doesNotContain("reservoir-bench");
    }

    @Test
    void namesAreCompletedFromTheCluster() {
        must("topic create " + topic);
        Result completed =
                shell.plain(
                        "reservoir __complete topic describe -b " + broker.bootstrap() + " house-");
        assertThat(completed.lines()).contains(topic);
    }
}
