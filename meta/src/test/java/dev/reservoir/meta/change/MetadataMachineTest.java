package dev.reservoir.meta.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

class MetadataMachineTest {
    private long ids;
    private MetadataMachine machine = machine(Map.of());
    private MetadataImage image = MetadataImage.EMPTY;

    private MetadataMachine machine(Map<String, String> settings) {
        return new MetadataMachine(BrokerConfig.of(settings), () -> new UUID(7, ++ids));
    }

    @BeforeEach
    void topicsThatExist() {
        create(NewTopic.of("orders", 3, 1));
        create(NewTopic.of("a.b", 1, 1));
    }

    @Test
    void createsATopicWithItsConfigs() {
        var result =
                create(
                        new NewTopic(
                                "new",
                                5,
                                1,
                                List.of(),
                                List.of(new NewTopic.Setting("retention.ms", "1000"))));
        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        TopicImage topic = topic("new");
        assertThat(topic).isEqualTo(result.topic());
        assertThat(topic.partitionCount()).isEqualTo(5);
        assertThat(topic.configs()).containsExactly(Map.entry("retention.ms", "1000"));
        assertThat(image.topic(topic.id())).isEqualTo(topic);
        assertThat(image.partitionCount()).isEqualTo(9);
    }

    @Test
    void takesTheBrokersDefaultsForMinusOne() {
        machine = machine(Map.of("num.partitions", "6"));
        assertThat(create(NewTopic.of("new", -1, -1)).outcome().ok()).isTrue();
        assertThat(topic("new").partitionCount()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"|INVALID_TOPIC_EXCEPTION|the empty string is not allowed",
                ".|INVALID_TOPIC_EXCEPTION|'.' is not allowed",
                "..|INVALID_TOPIC_EXCEPTION|'..' is not allowed",
                "a/b|INVALID_TOPIC_EXCEPTION|'a/b' contains one or more characters other than",
                "ünder|INVALID_TOPIC_EXCEPTION|contains one or more characters",
                "a_b|INVALID_TOPIC_EXCEPTION|Topic 'a_b' collides with existing topic: a.b",
                "orders|TOPIC_ALREADY_EXISTS|Topic 'orders' already exists.",
                "a.b|TOPIC_ALREADY_EXISTS|Topic 'a.b' already exists.",
                "__cluster_metadata|INVALID_REQUEST|is prohibited",
            })
    void refusesNames(String name, MetadataError error, String message) {
        assertRefused(create(NewTopic.of(name, 1, 1)).outcome(), error, message);
    }

    @Test
    void takesNamesUpTo249Letters() {
        assertThat(create(NewTopic.of("x".repeat(249), 1, 1)).outcome().ok()).isTrue();
        assertRefused(
                create(NewTopic.of("x".repeat(250), 1, 1)).outcome(),
                MetadataError.INVALID_TOPIC_EXCEPTION,
                "is 250, longer than the max allowed length 249");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|1|INVALID_PARTITIONS|non-positive",
                "-2|1|INVALID_PARTITIONS|non-positive",
                "1|0|INVALID_REPLICATION_FACTOR|larger than 0",
                "1|-2|INVALID_REPLICATION_FACTOR|larger than 0",
                "1|3|INVALID_REPLICATION_FACTOR|only 1 broker(s) are registered. Use a replication"
                        + " factor of 1",
                "0|0|INVALID_REPLICATION_FACTOR|larger than 0",
            })
    void refusesNumbers(int partitions, int replicas, MetadataError error, String message) {
        assertRefused(create(NewTopic.of("new", partitions, replicas)).outcome(), error, message);
    }

    @Test
    void refusesMorePartitionsThanTheLimitAndNamesIt() {
        machine = machine(Map.of("max.partitions.per.broker", "10"));
        assertThat(create(NewTopic.of("six", 6, 1)).outcome().ok()).isTrue();
        assertRefused(
                create(NewTopic.of("more", 1, 1)).outcome(),
                MetadataError.INVALID_PARTITIONS,
                "1 more partitions would make 11, but this broker takes 10: delete topics, or raise"
                        + " max.partitions.per.broker");
        assertRefused(grow("orders", 4, null), MetadataError.INVALID_PARTITIONS, "would make 11");
    }

    @Test
    void takesAssignmentsOfThisBrokerOnly() {
        assertThat(create(assigned(at(1, 1), at(0, 1))).outcome().ok()).isTrue();
        assertThat(topic("new").partitionCount()).isEqualTo(2);
        assertAssignment("Found multiple manual", at(0, 1), at(0, 1));
        assertAssignment("consecutive 0-based", at(0, 1), at(2, 1));
        assertAssignment("includes broker 2, but no such broker is registered", at(0, 1, 2));
        assertAssignment("includes the broker 1 more than once", at(0, 1, 1));
        assertAssignment("includes an empty replica list", at(0));
        assertRefused(
                create(new NewTopic("n", 1, -1, List.of(at(0, 1)), List.of())).outcome(),
                MetadataError.INVALID_REQUEST,
                "numPartitions was not set to -1");
        assertRefused(
                create(new NewTopic("n", -1, 1, List.of(at(0, 1)), List.of())).outcome(),
                MetadataError.INVALID_REQUEST,
                "replication factor was not set to -1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "retention.mss|1|Unknown topic config name: retention.mss. Did you mean"
                        + " retention.ms?",
                "retention.ms|x|Invalid value x for configuration retention.ms: must be a whole"
                        + " number",
                "retention.ms|-2|must be at least -1",
                "segment.bytes|1|must be at least 1048576",
                "cleanup.policy|keep|must be a list of compact, delete",
                "retention.ms|null|Null value not supported for topic configs: retention.ms",
                "max.compaction.lag.ms|1|null",
                "cleanup.policy|delete,delete|null",
                "cleanup.policy|''|null",
                "cleanup.policy|compact|null",
                "cleanup.policy|'compact,delete'|null",
                "compression.type|lz4|use producer here",
                "remote.storage.enable|true|Tiered Storage functionality is disabled",
            })
    void checksConfigs(String key, @Nullable String value, @Nullable String message) {
        var outcome =
                create(
                                new NewTopic(
                                        "new",
                                        1,
                                        1,
                                        List.of(),
                                        List.of(new NewTopic.Setting(key, value))))
                        .outcome();
        if (message == null) {
            assertThat(outcome).isEqualTo(Outcome.OK);
        } else {
            assertRefused(outcome, MetadataError.INVALID_CONFIG, message);
        }
    }

    @Test
    void checksConfigsTogether() {
        var settings =
                List.of(
                        new NewTopic.Setting("min.compaction.lag.ms", "10"),
                        new NewTopic.Setting("max.compaction.lag.ms", "9"));
        assertRefused(
                create(new NewTopic("new", 1, 1, List.of(), settings)).outcome(),
                MetadataError.INVALID_CONFIG,
                "min.compaction.lag.ms (10) > max.compaction.lag.ms (9)");
    }

    @Test
    void theBrokersOwnTopicsMayBeCompacted() {
        var compact = List.of(new NewTopic.Setting("cleanup.policy", "compact"));
        assertThat(create(new NewTopic("__consumer_offsets", 50, 1, List.of(), compact)).outcome())
                .isEqualTo(Outcome.OK);
        assertThat(topic("__consumer_offsets").internal()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "__consumer_offsets, offsets.topic.num.partitions, kafka-consumer-groups --delete",
        "__transaction_state, transaction.state.log.num.partitions, transactional.id.expiration.ms"
    })
    void theTopicOfTheGroupsKeepsItsPartitions(String offsets, String key, String instead) {
        machine = machine(Map.of(key, "4", "num.partitions", "2"));
        assertRefused(
                create(NewTopic.of(offsets, 5, 1)).outcome(),
                MetadataError.INVALID_PARTITIONS,
                "must have 4 partitions, as many as " + key + " says");
        assertThat(create(NewTopic.of(offsets, -1, 1)).outcome().ok()).isTrue();
        assertThat(topic(offsets).partitionCount()).isEqualTo(4);
        assertRefused(
                grow(offsets, 5, null), MetadataError.INVALID_PARTITIONS, "keeps its 4 partition");
        for (TopicSelector selector :
                List.of(
                        new TopicSelector(offsets, null),
                        new TopicSelector(null, topic(offsets).id()))) {
            assertRefused(
                    delete(selector).getFirst().outcome(), MetadataError.INVALID_REQUEST, instead);
        }
    }

    @Test
    void eachTopicOfARequestStandsForItselfAndSeesThoseBefore() {
        var decision =
                machine.decide(
                        image,
                        new MetadataCommand.CreateTopics(
                                List.of(
                                        NewTopic.of("x.y", 1, 1),
                                        NewTopic.of("twice", 1, 1),
                                        NewTopic.of("twice", 2, 1),
                                        NewTopic.of("x_y", 1, 1)),
                                false));
        assertThat(decision.reply().topics())
                .extracting(MetadataReply.CreatedTopic::name, topic -> topic.outcome().error())
                .containsExactly(
                        tuple("x.y", MetadataError.NONE),
                        tuple("twice", MetadataError.INVALID_REQUEST),
                        tuple("x_y", MetadataError.INVALID_TOPIC_EXCEPTION));
        assertThat(decision.events()).hasSize(1);
    }

    @Test
    void aCommandIsBounded() {
        List<NewTopic> many = new ArrayList<>();
        for (int i = 0; i < Draft.MAX_EVENTS + 2; i++) {
            many.add(NewTopic.of("t" + i, 1, 1));
        }
        var decision = machine.decide(image, new MetadataCommand.CreateTopics(many, false));
        assertThat(decision.events()).hasSize(Draft.MAX_EVENTS);
        assertRefused(
                decision.reply().topics().getLast().outcome(),
                MetadataError.POLICY_VIOLATION,
                "at most 10000 changes in at most 4194304 bytes");
    }

    @Test
    void aResourceThatIsTooMuchIsLeftAlone() {
        List<ConfigChange> changes = new ArrayList<>();
        String large = "0:1" + ",0:1".repeat(8_000);
        for (int i = 0; i < 100; i++) {
            create(NewTopic.of("t" + i, 1, 1));
            changes.add(
                    change(
                            ConfigResource.topic("t" + i),
                            set("leader.replication.throttled.replicas", large),
                            set("follower.replication.throttled.replicas", large)));
        }
        var decision = machine.decide(image, new MetadataCommand.AlterConfigs(changes, false));
        apply(decision.events());
        long done =
                decision.reply().resources().stream()
                        .filter(resource -> resource.outcome().ok())
                        .count();
        assertThat(done).isBetween(50L, 99L);
        assertThat(decision.events()).hasSize((int) done * 2);
        assertThat(image.configs(ConfigResource.topic("t99"))).isEmpty();
    }

    @Test
    void validatingChangesNothing() {
        var create = new MetadataCommand.CreateTopics(List.of(NewTopic.of("n", 2, 1)), true);
        var created = machine.decide(image, create);
        assertThat(created.events()).isEmpty();
        assertThat(created.reply().topics().getFirst().outcome()).isEqualTo(Outcome.OK);
        var growth = new MetadataCommand.Growth("orders", 9, null);
        var grown =
                machine.decide(image, new MetadataCommand.CreatePartitions(List.of(growth), true));
        assertThat(grown.events()).isEmpty();
        assertThat(grown.reply().topics().getFirst().outcome()).isEqualTo(Outcome.OK);
        var set = change(ConfigResource.topic("orders"), set("retention.ms", "5"));
        var altered = machine.decide(image, new MetadataCommand.AlterConfigs(List.of(set), true));
        assertThat(altered.events()).isEmpty();
        assertThat(altered.reply().resources().getFirst().outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void deletesByNameAndById() {
        UUID id = topic("orders").id();
        var deleted = delete(new TopicSelector("a.b", null), new TopicSelector(null, id));
        assertThat(deleted).allMatch(topic -> topic.outcome().ok());
        assertThat(image.topics().size()).isZero();
        assertThat(image.partitionCount()).isZero();
        assertThat(create(NewTopic.of("a_b", 1, 1)).outcome().ok()).isTrue();
    }

    @Test
    void refusesToDeleteWhatIsNamedWrongly() {
        UUID id = topic("orders").id();
        UUID unknown = new UUID(1, 1);
        assertDeletion(MetadataError.UNKNOWN_TOPIC_OR_PARTITION, new TopicSelector("no", null));
        assertDeletion(MetadataError.UNKNOWN_TOPIC_ID, new TopicSelector(null, unknown));
        assertDeletion(MetadataError.INVALID_REQUEST, new TopicSelector(null, null));
        assertDeletion(MetadataError.INVALID_REQUEST, new TopicSelector("orders", id));
        assertDeletion(
                MetadataError.INVALID_REQUEST,
                new TopicSelector("orders", null),
                new TopicSelector("orders", null));
        assertDeletion(
                MetadataError.INVALID_REQUEST,
                new TopicSelector("orders", null),
                new TopicSelector(null, id));
        assertThat(image.topic("orders")).isNotNull();
        machine = machine(Map.of("delete.topic.enable", "false"));
        assertDeletion(MetadataError.TOPIC_DELETION_DISABLED, new TopicSelector("orders", null));
    }

    @Test
    void growsTopics() {
        assertThat(grow("orders", 5, null)).isEqualTo(Outcome.OK);
        assertThat(topic("orders").partitionCount()).isEqualTo(5);
        assertThat(grow("orders", 6, List.of(List.of(1)))).isEqualTo(Outcome.OK);
        assertRefused(
                grow("orders", 6, null),
                MetadataError.INVALID_PARTITIONS,
                "Topic already has 6 partition(s).");
        assertRefused(
                grow("orders", 2, null),
                MetadataError.INVALID_PARTITIONS,
                "The topic orders currently has 6 partition(s); 2 would not be an increase.");
        assertRefused(grow("no", 2, null), MetadataError.UNKNOWN_TOPIC_OR_PARTITION, "not host");
        assertRefused(
                grow("orders", 8, List.of(List.of(1))),
                MetadataError.INVALID_REPLICA_ASSIGNMENT,
                "Attempted to add 2 additional partition(s), but only 1 assignment(s)");
        assertRefused(
                grow("orders", 7, List.of(List.of(5))),
                MetadataError.INVALID_REPLICA_ASSIGNMENT,
                "broker 5");
    }

    @Test
    void altersSingleConfigs() {
        ConfigResource orders = ConfigResource.topic("orders");
        assertThat(alter(change(orders, set("retention.ms", "5"), set("flush.ms", "9"))))
                .isEqualTo(Outcome.OK);
        assertThat(
                        alter(
                                change(
                                        orders,
                                        new ConfigChange.Step(
                                                "flush.ms", ConfigChange.Op.DELETE, null))))
                .isEqualTo(Outcome.OK);
        assertThat(image.configs(orders)).containsExactly(Map.entry("retention.ms", "5"));
        var again =
                new MetadataCommand.AlterConfigs(
                        List.of(change(orders, set("retention.ms", "5"))), false);
        assertThat(machine.decide(image, again).events()).isEmpty();
    }

    @Test
    void appendsToListsAndSubtracts() {
        ConfigResource orders = ConfigResource.topic("orders");
        String key = "leader.replication.throttled.replicas";
        alter(change(orders, new ConfigChange.Step(key, ConfigChange.Op.APPEND, "0:1,1:1")));
        alter(change(orders, new ConfigChange.Step(key, ConfigChange.Op.APPEND, "1:1,2:1")));
        assertThat(image.configs(orders)).containsEntry(key, "0:1,1:1,2:1");
        alter(change(orders, new ConfigChange.Step(key, ConfigChange.Op.SUBTRACT, "1:1")));
        assertThat(image.configs(orders)).containsEntry(key, "0:1,2:1");
        assertRefused(
                alter(
                        change(
                                orders,
                                new ConfigChange.Step(
                                        "retention.ms", ConfigChange.Op.APPEND, "1"))),
                MetadataError.INVALID_CONFIG,
                "Can't APPEND to key retention.ms because its type is not LIST.");
        assertThat(
                        alter(
                                change(
                                        orders,
                                        new ConfigChange.Step(
                                                "cleanup.policy",
                                                ConfigChange.Op.APPEND,
                                                "delete"))))
                .isEqualTo(Outcome.OK);
        assertThat(image.configs(orders)).containsEntry("cleanup.policy", "delete");
    }

    @Test
    void replacesAllConfigs() {
        ConfigResource orders = ConfigResource.topic("orders");
        alter(change(orders, set("retention.ms", "5"), set("flush.ms", "9")));
        var command =
                new MetadataCommand.ReplaceConfigs(
                        List.of(change(orders, set("segment.ms", "7"), set("flush.ms", "9"))),
                        false);
        var decision = machine.decide(image, command);
        apply(decision.events());
        assertThat(decision.events()).hasSize(2);
        assertThat(image.configs(orders))
                .containsExactly(Map.entry("flush.ms", "9"), Map.entry("segment.ms", "7"));
    }

    @Test
    void refusesConfigChangesThatCannotBe() {
        ConfigResource orders = ConfigResource.topic("orders");
        assertRefused(
                alter(change(ConfigResource.topic("no"), set("retention.ms", "5"))),
                MetadataError.UNKNOWN_TOPIC_OR_PARTITION,
                "The topic 'no' does not exist.");
        assertRefused(
                alter(change(ConfigResource.topic(""), set("retention.ms", "5"))),
                MetadataError.INVALID_REQUEST,
                "Default topic resources are not allowed.");
        assertRefused(
                alter(change(ConfigResource.topic("a/b"), set("retention.ms", "5"))),
                MetadataError.INVALID_TOPIC_EXCEPTION,
                "a/b");
        assertRefused(
                alter(change(orders, set("retention.ms", "5"), set("retention.ms", "6"))),
                MetadataError.INVALID_REQUEST,
                "duplicate config keys");
        assertRefused(
                alter(change(orders, set("retention.ms", null))),
                MetadataError.INVALID_REQUEST,
                "Null value not supported for : retention.ms");
        assertRefused(
                alter(change(orders, set("retention.ms", "5"), set("flush.ms", "-1"))),
                MetadataError.INVALID_CONFIG,
                "flush.ms");
        assertThat(image.configs(orders)).isEmpty();
        assertRefused(
                alter(change(orders, set("segment.ms", "5")), change(orders, set("flush.ms", "5"))),
                MetadataError.INVALID_REQUEST,
                "Each resource must appear at most once.");
    }

    @Test
    void brokersTakeTheDefaultsOfTopics() {
        ConfigResource self = ConfigResource.broker(1);
        assertThat(alter(change(self, set("log.retention.ms", "5")))).isEqualTo(Outcome.OK);
        assertThat(alter(change(ConfigResource.ALL_BROKERS, set("message.max.bytes", "9"))))
                .isEqualTo(Outcome.OK);
        assertThat(image.configs(self)).containsEntry("log.retention.ms", "5");
        assertRefused(
                alter(change(ConfigResource.broker(2), set("log.retention.ms", "5"))),
                MetadataError.INVALID_REQUEST,
                "Unexpected broker id, expected 1, but received 2");
        ConfigResource nobody = new ConfigResource(ConfigResource.Kind.BROKER, "x");
        assertRefused(
                alter(change(nobody, set("log.retention.ms", "5"))),
                MetadataError.INVALID_REQUEST,
                "Node id must be an integer, here 1, but received x");
        assertRefused(
                alter(change(self, set("num.partitions", "5"))),
                MetadataError.INVALID_REQUEST,
                "Cannot update num.partitions dynamically");
        assertRefused(
                alter(change(self, set("num.io.threads", "5"))),
                MetadataError.INVALID_REQUEST,
                "Cannot update num.io.threads: without effect");
        assertRefused(
                alter(change(self, set("log.retention.mss", "5"))),
                MetadataError.INVALID_REQUEST,
                "Did you mean log.retention.ms?");
        assertRefused(
                alter(change(self, set("log.cleanup.policy", "keep"))),
                MetadataError.INVALID_REQUEST,
                "must be a list of compact, delete");
    }

    @Test
    void startsTheNextEpochAndRefusesFeaturesItDoesNotServe() {
        var first = start(Map.of("group.version", (short) 1));
        assertThat(first).isEqualTo(new MetadataReply.BrokerStarted(Outcome.OK, 0));
        assertThat(image.features().get("group.version")).isEqualTo((short) 1);
        assertThat(start(Map.of("group.version", (short) 2)).epoch()).isEqualTo(1);
        assertThat(image.brokerEpoch()).isEqualTo(1);
        var refused = start(Map.of());
        assertRefused(
                refused.outcome(),
                MetadataError.UNSUPPORTED_VERSION,
                "uses feature group.version at level 2, but this version serves it up to level 0");
        assertThat(image.brokerEpoch()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void neverGivesAProducerIdTwice(int count) {
        var first = machine.decide(image, new MetadataCommand.AllocateProducerIds(count));
        apply(first.events());
        var second = machine.decide(image, new MetadataCommand.AllocateProducerIds(count));
        assertThat(first.reply()).isEqualTo(new MetadataReply.ProducerIds(0, count));
        assertThat(second.reply()).isEqualTo(new MetadataReply.ProducerIds(count, count));
    }

    private MetadataReply.BrokerStarted start(Map<String, Short> features) {
        var decision = machine.decide(image, new MetadataCommand.StartBroker(features));
        apply(decision.events());
        return decision.reply();
    }

    private MetadataReply.CreatedTopic create(NewTopic topic) {
        var decision =
                machine.decide(image, new MetadataCommand.CreateTopics(List.of(topic), false));
        apply(decision.events());
        return decision.reply().topics().getFirst();
    }

    private List<MetadataReply.DeletedTopic> delete(TopicSelector... selectors) {
        var decision = machine.decide(image, new MetadataCommand.DeleteTopics(List.of(selectors)));
        apply(decision.events());
        return decision.reply().topics();
    }

    private Outcome grow(String topic, int count, @Nullable List<List<Integer>> to) {
        var growth = new MetadataCommand.Growth(topic, count, to);
        var decision =
                machine.decide(image, new MetadataCommand.CreatePartitions(List.of(growth), false));
        apply(decision.events());
        return decision.reply().topics().getFirst().outcome();
    }

    private Outcome alter(ConfigChange... changes) {
        var decision =
                machine.decide(image, new MetadataCommand.AlterConfigs(List.of(changes), false));
        apply(decision.events());
        return decision.reply().resources().getFirst().outcome();
    }

    private void apply(List<MetadataEvent> events) {
        for (MetadataEvent event : events) {
            image = image.apply(event);
        }
    }

    private TopicImage topic(String name) {
        return Objects.requireNonNull(image.topic(name));
    }

    private void assertDeletion(MetadataError error, TopicSelector... selectors) {
        assertThat(delete(selectors))
                .hasSize(1)
                .allMatch(topic -> topic.outcome().error() == error);
    }

    private void assertAssignment(String message, NewTopic.Assignment... assignments) {
        assertRefused(
                create(new NewTopic("other", -1, -1, List.of(assignments), List.of())).outcome(),
                MetadataError.INVALID_REPLICA_ASSIGNMENT,
                message);
    }

    private static void assertRefused(Outcome outcome, MetadataError error, String message) {
        assertThat(outcome.error()).as("%s", outcome).isEqualTo(error);
        assertThat(outcome.message()).contains(message);
    }

    private static NewTopic assigned(NewTopic.Assignment... assignments) {
        return new NewTopic("new", -1, -1, List.of(assignments), List.of());
    }

    private static NewTopic.Assignment at(int partition, Integer... brokers) {
        return new NewTopic.Assignment(partition, List.of(brokers));
    }

    private static ConfigChange change(ConfigResource resource, ConfigChange.Step... steps) {
        return new ConfigChange(resource, List.of(steps));
    }

    private static ConfigChange.Step set(String key, @Nullable String value) {
        return new ConfigChange.Step(key, ConfigChange.Op.SET, value);
    }
}
