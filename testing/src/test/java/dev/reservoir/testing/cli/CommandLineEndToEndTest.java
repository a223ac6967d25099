package dev.reservoir.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.cli.Shell.Result;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Every command against a real broker; the same outcomes from Apache Kafka and from Reservoir. */
final class CommandLineEndToEndTest {
    private static final String READ =
            "kafka-console-consumer --from-beginning --timeout-ms 5000 --topic ";

    @TempDir static Path brokerDirectory;
    private static BrokerUnderTest broker;

    private final Shell shell = new Shell(broker);
    private final String topic = "cli-" + UUID.randomUUID();
    private final String group = "group-" + topic;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerUnderTest.in(brokerDirectory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void createTopic() {
        Result created =
                shell.run(
                        "kafka-topics --create --partitions 2 --replication-factor 1 --config"
                                + " retention.ms=3600000 --topic "
                                + topic);
        assertThat(created.code()).as(created.err()).isZero();
        assertThat(created.out()).isEqualTo("Created topic " + topic + ".\n");
    }

    @AfterEach
    void deleteTopic() {
        assertThat(shell.run("kafka-topics --delete --if-exists --topic " + topic).code()).isZero();
    }

    private Result must(Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    @Test
    void topicsAreListedDescribedAndAltered() {
        assertThat(must(shell.run("kafka-topics --list")).lines()).contains(topic);
        List<String> lines = must(shell.run("kafka-topics --describe --topic " + topic)).lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .startsWith("Topic: " + topic + "\tTopicId: ")
                .contains("\tPartitionCount: 2\tReplicationFactor: 1\tConfigs: ")
                .contains("retention.ms=3600000");
        assertThat(lines.getLast()).startsWith("\tTopic: " + topic + "\tPartition: 1\tLeader: ");
        must(shell.run("kafka-topics --alter --partitions 3 --topic " + topic));
        assertThat(must(shell.run("kafka-topics --describe --topic " + topic)).lines()).hasSize(4);
    }

    @Test
    void whatIsThereAlreadyOrNotThereIsAnErrorUnlessSaid() {
        Result again = shell.run("kafka-topics --create --topic " + topic);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains(topic).contains("already exists");
        must(shell.run("kafka-topics --create --if-not-exists --topic " + topic));
        assertThat(shell.run("kafka-topics --delete --topic no-" + topic).err())
                .contains("does not exist as expected");
        must(shell.run("kafka-topics --delete --if-exists --topic no-" + topic));
        assertThat(shell.run("kafka-topics --alter --partitions 1 --topic " + topic).code())
                .isEqualTo(1);
        assertThat(shell.run("kafka-topics --create --config no.such=1 --topic no-" + topic).code())
                .isEqualTo(1);
    }

    @Test
    void recordsWithKeysAndHeadersComeOutAsTheyWentIn() {
        must(
                shell.run(
                        "h:1\tk1\tv1\nh:2,i:3\tk2\tv2\nNULL\tk3\tNULL\n",
                        "kafka-console-producer --reader-property parse.key=true --reader-property"
                                + " parse.headers=true --reader-property null.marker=NULL"
                                + " --compression-codec --topic "
                                + topic));
        Result read =
                must(
                        shell.run(
                                READ
                                        + topic
                                        + " --formatter-property print.key=true"
                                        + " --formatter-property print.headers=true --max-messages"
                                        + " 3"));
        assertThat(read.lines())
                .containsExactlyInAnyOrder(
                        "h:1\tk1\tv1", "h:2,i:3\tk2\tv2", "NO_HEADERS\tk3\tnull");
        assertThat(read.err()).endsWith("Processed a total of 3 messages\n");
    }

    @Test
    void aPartitionIsReadFromAnOffset() {
        String single = topic + "-single";
        must(shell.run("kafka-topics --create --partitions 1 --topic " + single));
        must(shell.run(lines(20), "kafka-console-producer --sync --timeout 0 --topic " + single));
        String from = "kafka-console-consumer --partition 0 --timeout-ms 10000 --topic " + single;
        assertThat(must(shell.run(from + " --offset 17 --max-messages 3")).lines())
                .containsExactly("value 17", "value 18", "value 19");
        assertThat(must(shell.run(from + " --offset earliest --max-messages 1")).lines())
                .containsExactly("value 0");
        must(shell.run("kafka-topics --delete --topic " + single));
    }

    @Test
    void aGroupsLagIsShownAndItsOffsetsAreReset(@TempDir Path directory) throws IOException {
        must(shell.run(lines(10), "kafka-console-producer --topic " + topic));
        must(shell.run(READ + topic + " --max-messages 10 --group " + group));
        String describe = "kafka-consumer-groups --describe --group " + group;
        assertThat(lags(must(shell.run(describe)))).isEqualTo(0);
        assertThat(must(shell.run("kafka-consumer-groups --list --state empty")).out())
                .contains(group);

        String reset = "kafka-consumer-groups --reset-offsets --group " + group;
        Result dry = must(shell.run(reset + " --to-earliest --all-topics --export --dry-run"));
        assertThat(dry.lines()).containsExactly(topic + ",0,0", topic + ",1,0");
        assertThat(lags(must(shell.run(describe)))).isEqualTo(0);

        Path plan = directory.resolve("plan.csv");
        Files.writeString(plan, dry.out());
        must(shell.run(reset + " --from-file " + plan + " --execute"));
        assertThat(lags(must(shell.run(describe)))).isEqualTo(10);
        must(shell.run(reset + " --to-latest --execute --topic " + topic));
        assertThat(lags(must(shell.run(describe)))).isEqualTo(0);
        must(shell.run(reset + " --by-duration PT1H --execute --topic " + topic));
        assertThat(lags(must(shell.run(describe)))).isEqualTo(10);
        must(shell.run(reset + " --shift-by 100 --execute --all-topics"));
        assertThat(lags(must(shell.run(describe)))).isEqualTo(0);
        assertThat(shell.run(reset + " --to-earliest --dry-run --topic " + topic + ":7").err())
                .contains(topic + "-7");
    }

    @Test
    void offsetsAndGroupsAreDeleted() {
        must(shell.run("x\n", "kafka-console-producer --topic " + topic));
        must(shell.run(READ + topic + " --max-messages 1 --group " + group));
        Result offsets =
                must(
                        shell.run(
                                "kafka-consumer-groups --delete-offsets --group "
                                        + group
                                        + " --topic "
                                        + topic));
        assertThat(offsets.lines().getLast()).matches(topic + "\\s+1\\s+Successful\\s*");
        Result deleted = must(shell.run("kafka-consumer-groups --delete --group " + group));
        assertThat(deleted.out())
                .isEqualTo(
                        "Deletion of requested consumer groups ('"
                                + group
                                + "') was successful.\n");
        Result gone = shell.run("kafka-consumer-groups --describe --group " + group);
        assertThat(gone.out()).contains("Error: ").contains("Group " + group + " not found.");
    }

    @Test
    void thePerformanceTestsCountWhatTheySendAndRead() {
        Result sent =
                must(
                        shell.run(
                                "kafka-producer-perf-test --num-records 5000 --record-size 100"
                                        + " --throughput -1 --topic "
                                        + topic));
        assertThat(sent.lines().getLast())
                .startsWith("5000 records sent, ")
                .endsWith(" ms 99.9th.");
        Result read =
                must(shell.run("kafka-consumer-perf-test --num-records 5000 --topic " + topic));
        assertThat(read.lines()).hasSize(2);
        assertThat(read.lines().getLast().split(", ")).hasSize(10).contains("5000");
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("value ").append(i).append('\n');
        }
        return lines.toString();
    }

    /** The sum of the column LAG. */
    private static long lags(Result description) {
        return description.lines().stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[5]))
                .sum();
    }
}
