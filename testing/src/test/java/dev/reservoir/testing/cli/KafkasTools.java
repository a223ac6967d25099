package dev.reservoir.testing.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import dev.reservoir.testing.cli.Shell.Result;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Apache Kafka's command lines, in a process of their own: {@code testing/tools/KafkaTools.java},
 * with the jars that the module {@code testing/tools} fetches. One call at a time.
 */
final class KafkasTools implements AutoCloseable {
    /** How long a tool may run. */
    private static final String LIMIT_SECONDS = "60";

    private static final Map<String, String> MAIN_CLASSES =
            Map.ofEntries(
                    entry("kafka-topics", "org.apache.kafka.tools.TopicCommand"),
                    entry("kafka-console-producer", "org.apache.kafka.tools.ConsoleProducer"),
                    entry(
                            "kafka-console-consumer",
                            "org.apache.kafka.tools.consumer.ConsoleConsumer"),
                    entry(
                            "kafka-consumer-groups",
                            "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"),
                    entry("kafka-producer-perf-test", "org.apache.kafka.tools.ProducerPerformance"),
                    entry("kafka-consumer-perf-test", "org.apache.kafka.tools.ConsumerPerformance"),
                    entry("kafka-configs", "kafka.admin.ConfigCommand"),
                    entry("kafka-get-offsets", "org.apache.kafka.tools.GetOffsetShell"),
                    entry("kafka-delete-records", "org.apache.kafka.tools.DeleteRecordsCommand"),
                    entry("kafka-transactions", "org.apache.kafka.tools.TransactionsCommand"));

    private final Process process;
    private final DataOutputStream calls;
    private final DataInputStream answers;

    private KafkasTools(Process process) {
        this.process = process;
        this.calls = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.answers = new DataInputStream(process.getInputStream());
    }

    /**
     * Starts the process.
     *
     * @param log gets what it says about itself
     */
    static KafkasTools start(Path log) throws IOException {
        Path home = home();
        if (!Files.isDirectory(home.resolve("target/lib"))) {
            throw new IllegalStateException(
                    "Apache Kafka's tools are not there: mvn package -pl testing/tools");
        }
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        home.resolve("target/lib") + "/*",
                        home.resolve("KafkaTools.java").toString(),
                        LIMIT_SECONDS);
        return new KafkasTools(java.redirectError(log.toFile()).start());
    }

    private static Path home() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("testing/tools/KafkaTools.java"))) {
            at =
                    Objects.requireNonNull(
                            at.getParent(), "no checkout of Reservoir above the working directory");
        }
        return at.resolve("testing/tools");
    }

    /** Runs a command of that name; the code is -1 when it did not end in time. */
    synchronized Result run(String name, List<String> arguments, String input) throws IOException {
        calls.writeUTF(Objects.requireNonNull(MAIN_CLASSES.get(name), name));
        calls.writeInt(arguments.size());
        for (String argument : arguments) {
            calls.writeUTF(argument);
        }
        byte[] bytes = input.getBytes(UTF_8);
        calls.writeInt(bytes.length);
        calls.write(bytes);
        calls.flush();
        return new Result(answers.readInt(), text(), text());
    }

    private String text() throws IOException {
        return new String(answers.readNBytes(answers.readInt()), UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
