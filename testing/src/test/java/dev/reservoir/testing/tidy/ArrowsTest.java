package dev.reservoir.testing.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The arrows between rooms are those of docs/ARCHITECTURE.md, and only two rooms see Kafka's
 * protocol classes.
 */
class ArrowsTest {
    private static final String ROOT = "dev.reservoir.";

    /**
     * Room to the rooms it may use; {@code wire.batch} is the batch view that belongs to the log's
     * language.
     */
    private static final Map<String, List<String>> ALLOWED =
            Map.of(
                    "wire", List.of(),
                    "meta", List.of(),
                    "log", List.of("wire"),
                    "coord", List.of("wire", "log", "meta"),
                    "machine", List.of(),
                    "broker", List.of("wire", "log", "meta", "coord", "machine"),
                    "cli", List.of("machine"),
                    "orders", List.of(),
                    "bench", List.of());

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.reservoir");

    @Test
    void roomsUseOnlyTheRoomsTheyMay() {
        ALLOWED.forEach((room, allowed) -> {
            List<String> forbidden = new ArrayList<>();
            for (String other : ALLOWED.keySet()) {
                if (!other.equals(room) && !allowed.contains(other)) {
                    forbidden.add(ROOT + other + "..");
                }
            }
            forbidden.add(ROOT + "testing..");
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void logAndCoordSeeOnlyTheBatchViewOfWire() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "log..", ROOT + "coord..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "wire")
                .check(CLASSES);
    }

    @Test
    void kafkasClassesStayInWireAndTheHandlers() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "log..",
                        ROOT + "meta..",
                        ROOT + "coord..",
                        ROOT + "broker",
                        ROOT + "broker.net..",
                        ROOT + "broker.fetch..",
                        ROOT + "broker.partition..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void noBrokerSideModuleOfKafkaIsOnTheClasspath() {
        List<String> foreign =
                Arrays.stream(System.getProperty("java.class.path").split(":"))
                        .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                        .filter(jar ->
                                jar.matches(
                                        "(kafka_2|kafka-(server|storage|metadata|raft|tools|.*coordinator)).*"))
                        .toList();

        assertThat(foreign).as("jars of Kafka's broker").isEmpty();
    }
}
