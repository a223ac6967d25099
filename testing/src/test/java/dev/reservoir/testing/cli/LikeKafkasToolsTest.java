package dev.reservoir.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.cli.Scenario.Step;
import dev.reservoir.testing.cli.Shell.Result;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every command of ours does what Apache Kafka's does, flag by flag: both play the scenarios of
 * {@code tools/} against one broker, and output and exit code are compared.
 */
final class LikeKafkasToolsTest {
    private static final List<String> RESOURCES =
            List.of(
                    "/tools/kafka-topics.txt",
                    "/tools/kafka-consumer-groups.txt",
                    "/tools/kafka-console.txt",
                    "/tools/kafka-configs.txt",
                    "/tools/kafka-get-offsets.txt",
                    "/tools/kafka-delete-records.txt",
                    "/tools/kafka-transactions.txt",
                    "/tools/kafka-perf.txt");
    private static final int AGAIN = 2;
    private static final Pattern FLAG =
            Pattern.compile("(?m)^ {0,2}(?:-[a-z], )?(--[a-z][a-zA-Z.-]*)");
    private static final Pattern USED = Pattern.compile("(?<= )--[a-z][a-zA-Z.-]*");

    @TempDir static Path directory;
    private static BrokerUnderTest broker;
    private static KafkasTools tools;

    /** Sets one run's names apart from another's on a cluster that stays. */
    private static final String RUN = Long.toString(System.currentTimeMillis() % 1_000_000_000, 36);

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerUnderTest.in(directory.resolve("broker"));
        tools = KafkasTools.start(directory.resolve("tools.log"));
    }

    @AfterAll
    static void stop() throws Exception {
        tools.close();
        broker.close();
    }

    @TestFactory
    Stream<DynamicTest> bothSayTheSame() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String resource : RESOURCES) {
            for (Scenario scenario : Scenario.read(resource)) {
                int number = 10 + tests.size();
                tests.add(DynamicTest.dynamicTest(scenario.title(), () -> play(scenario, number)));
            }
        }
        return tests.stream();
    }

    private void play(Scenario scenario, int number) throws IOException {
        List<String> differences = differences(scenario, number + RUN);
        // A cluster of several parts tells of a change a moment after it has taken it.
        for (int again = 1; again <= AGAIN && !broker.isOwn() && !differences.isEmpty(); again++) {
            differences = differences(scenario, number + RUN + again);
        }
        assertThat(differences).as(scenario.title()).isEmpty();
    }

    private List<String> differences(Scenario scenario, String id) throws IOException {
        Actor kafka = actor(tools::run, "k" + id);
        Actor we = actor(LikeKafkasToolsTest::ours, "r" + id);
        List<Result> kafkas;
        List<Result> ours;
        if (scenario.inTurn()) {
            kafkas = kafka.play(scenario);
            ours = we.play(scenario);
        } else {
            try (var thread = Executors.newSingleThreadExecutor()) {
                Future<List<Result>> beside = thread.submit(() -> kafka.play(scenario));
                ours = we.play(scenario);
                kafkas = beside.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        Comparison comparison = new Comparison(broker.isOwn());
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < scenario.steps().size(); i++) {
            Step step = scenario.steps().get(i);
            differences.addAll(
                    comparison.differences(
                            step,
                            Comparison.neutral(step, kafka, kafkas.get(i)),
                            Comparison.neutral(step, we, ours.get(i))));
        }
        return differences;
    }

    private static Actor actor(Actor.Tools commands, String id) {
        return new Actor(commands, broker.bootstrap(), id, directory.resolve(id));
    }

    private static Result ours(String name, List<String> arguments, String input) {
        List<String> line = new ArrayList<>();
        line.add(name);
        line.addAll(arguments);
        return Shell.run(input, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka-topics",
                "kafka-consumer-groups",
                "kafka-console-producer",
                "kafka-console-consumer",
                "kafka-configs",
                "kafka-get-offsets",
                "kafka-delete-records",
                "kafka-transactions",
                "kafka-producer-perf-test",
                "kafka-consumer-perf-test"
            })
    void flagsAreTheSameAndEachIsTried(String command) throws IOException {
        Set<String> kafkas = new TreeSet<>();
        for (List<String> arguments : helps(command)) {
            Result help = tools.run(command, arguments, "");
            kafkas.addAll(flags(FLAG, help.err() + help.out()));
        }
        Set<String> ours = flags(FLAG, ours(command, List.of("--help"), "").out());
        kafkas.add("--version");
        kafkas.add("--help");
        assertThat(ours).as("flags of " + command).isEqualTo(kafkas);

        Set<String> tried = new TreeSet<>();
        for (String resource : RESOURCES) {
            for (Scenario scenario : Scenario.read(resource)) {
                for (Step step : scenario.steps()) {
                    if (step.line().startsWith("$ " + command)) {
                        tried.addAll(flags(USED, step.line()));
                    }
                }
            }
        }
        tried.addAll(List.of("--bootstrap-server", "--version"));
        assertThat(tried).as("flags of " + command + " in a scenario").containsAll(ours);
    }

    /** Where Kafka's tool tells all its flags: some have commands, each with a text of its own. */
    private static List<List<String>> helps(String command) {
        List<List<String>> helps = new ArrayList<>(List.of(List.of("--help")));
        if (command.equals("kafka-transactions")) {
            for (String word :
                    List.of(
                            "list",
                            "describe",
                            "describe-producers",
                            "abort",
                            "find-hanging",
                            "forceTerminateTransaction")) {
                helps.add(List.of("--bootstrap-server", "none:1", word, "--help"));
            }
        }
        return helps;
    }

    private static Set<String> flags(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(found.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
