package dev.reservoir.meta.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The keys are Apache Kafka 4.3.1's: the table beside this test was printed by its ConfigDefs. */
class ConfigFactsTest {
    /** Where a default of ours is another one on purpose. */
    private static final Set<String> OTHER_DEFAULT =
            Set.of(
                    "group.initial.rebalance.delay.ms",
                    "node.id",
                    "log.dir",
                    "offsets.topic.replication.factor",
                    "transaction.state.log.replication.factor");

    /** What only this broker has. */
    private static final Set<String> OWN =
            Set.of(
                    "commit.max.bytes",
                    "disk.reserve.bytes",
                    "flush.policy",
                    "inflight.max.bytes",
                    "journal.max.bytes",
                    "journal.segment.bytes",
                    "max.partitions.per.broker",
                    "open.files.max");

    private record Fact(String kind, String name, String type, String value, String validator) {}

    @Test
    void topicKeysAreKafkas() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Fact fact : facts("topic")) {
            names.add(fact.name());
            ConfigKey key = TopicKeys.KEYS.get(fact.name());
            assertThat(key).as(fact.name()).isNotNull();
            assertSame(fact, Objects.requireNonNull(key));
        }
        assertThat(TopicKeys.KEYS.all().stream().map(ConfigKey::name))
                .containsExactlyElementsOf(names);
    }

    @Test
    void brokerKeysAreKafkasAndNoneIsForgotten() throws IOException {
        TreeSet<String> served = new TreeSet<>(OWN);
        for (Fact fact : facts("broker")) {
            ConfigKey key = BrokerKeys.KEYS.get(fact.name());
            if (key == null) {
                assertThat(UnservedKeys.get(fact.name())).as(fact.name()).isNotNull();
            } else {
                served.add(fact.name());
                assertThat(UnservedKeys.get(fact.name())).as(fact.name()).isNull();
                if (!OTHER_DEFAULT.contains(fact.name())) {
                    assertSame(fact, key);
                }
            }
        }
        assertThat(BrokerKeys.KEYS.all().stream().map(ConfigKey::name))
                .containsExactlyElementsOf(served);
    }

    @Test
    void everyTopicKeyHasKafkasSynonyms() {
        assertThat(TopicSynonyms.of("retention.ms"))
                .extracting(TopicSynonyms.Synonym::brokerKey)
                .containsExactly(
                        "log.retention.ms", "log.retention.minutes", "log.retention.hours");
        Set<String> without =
                Set.of(
                        "follower.replication.throttled.replicas",
                        "leader.replication.throttled.replicas",
                        "remote.log.copy.disable",
                        "remote.log.delete.on.disable",
                        "remote.storage.enable");
        for (ConfigKey key : TopicKeys.KEYS.all()) {
            List<TopicSynonyms.Synonym> synonyms = TopicSynonyms.of(key.name());
            assertThat(synonyms.isEmpty()).as(key.name()).isEqualTo(without.contains(key.name()));
            for (TopicSynonyms.Synonym synonym : synonyms) {
                assertThat(BrokerKeys.KEYS.get(synonym.brokerKey())).isNotNull();
            }
        }
    }

    private static void assertSame(Fact fact, ConfigKey key) {
        assertThat(key.type().name()).as(fact.name()).isEqualTo(fact.type());
        assertThat(String.valueOf(key.defaultValue())).as(fact.name()).isEqualTo(fact.value());
        assertThat(validator(key.rule())).as(fact.name()).isEqualTo(fact.validator());
        assertThat(key.documentation()).as(fact.name()).isNotBlank();
    }

    /** A rule as Kafka prints its validators. */
    private static String validator(Rule rule) {
        return switch (rule) {
            case Rule.Anything() -> "";
            case Rule.AtLeast(long min) -> "[" + min + ",...]";
            case Rule.Between(double min, double max) ->
                    "[" + (long) min + ",...," + (long) max + "]";
            case Rule.GzipLevel() -> "[1,...,9] or -1";
            case Rule.OneOf(List<String> values) -> "[" + String.join(", ", values) + "]";
            case Rule.EachOf(List<String> values) -> "[" + String.join(", ", values) + "]";
            case Rule.ThrottledReplicas() ->
                    "[partitionId]:[brokerId],[partitionId]:[brokerId],...";
        };
    }

    private static List<Fact> facts(String kind) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ConfigFactsTest.class.getResourceAsStream("kafka-4.3.1-configs.txt"))) {
            List<Fact> facts = new ArrayList<>();
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                String[] columns = line.split("\\|", -1);
                if (columns[0].equals(kind)) {
                    facts.add(new Fact(kind, columns[1], columns[2], columns[3], columns[4]));
                }
            }
            assertThat(facts).hasSizeGreaterThan(30);
            return facts;
        }
    }
}
