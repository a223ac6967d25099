package dev.reservoir.testing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.Broker;
import dev.reservoir.broker.Clocks;
import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.broker.api.Handler;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.config.BrokerConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What the broker says it serves is what Apache Kafka 4.3.1 lists for those keys, and what
 * docs/KAFKA.md says.
 */
class ServedApisTest {
    private static final String BEGIN = "<!-- served -->\n";
    private static final String END = "<!-- /served -->";

    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        var engine = new MemoryEngine(new Random(1), MemoryEngine.Pace.AT_ONCE, 1 << 20);
        var config =
                BrokerConfig.of(
                        Map.of("listeners", "PLAINTEXT://localhost:0", "log.dirs", "unused"));
        broker =
                Broker.start(
                        config,
                        new Broker.Surroundings(
                                "AAAAAAAAAAAAAAAAAAAAAA",
                                engine,
                                DataDirectory.at(Path.of("unused")),
                                Clocks.system(),
                                new Random(1)));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void everyServedKeyHasKafkasVersions() throws IOException {
        List<String> served =
                handlers().stream()
                        .map(h -> h.key().id + ":" + h.minVersion() + "-" + h.maxVersion())
                        .toList();

        assertThat(kafkas()).containsAll(served);
    }

    @Test
    void theDocumentNamesWhatIsServed() throws IOException {
        String document = Files.readString(checkout().resolve("docs/KAFKA.md"));
        String table =
                document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));

        assertThat(table).as("the table between the markers of docs/KAFKA.md").isEqualTo(table());
    }

    private String table() {
        return handlers().stream()
                .map(h ->
                        "| %d | %s | %d to %d |%n"
                                .formatted(
                                        h.key().id, h.key().name, h.minVersion(), h.maxVersion()))
                .collect(Collectors.joining("", "| key | API | versions |\n|---|---|---|\n", ""));
    }

    private List<Handler<?>> handlers() {
        return broker.handlers().stream()
                .sorted(Comparator.<Handler<?>>comparingInt(h -> h.key().id))
                .toList();
    }

    private static List<String> kafkas() throws IOException {
        try (var facts =
                Objects.requireNonNull(
                        ServedApisTest.class.getResourceAsStream(
                                "/kafka-4.3.1-api-versions.txt"))) {
            return new String(facts.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Path checkout() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(at.resolve("docs/KAFKA.md"))) {
            at = Objects.requireNonNull(at.getParent());
        }
        return at;
    }
}
