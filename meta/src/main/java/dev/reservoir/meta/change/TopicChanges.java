package dev.reservoir.meta.change;

import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.EffectiveConfigs;
import dev.reservoir.meta.config.InvalidConfigException;
import dev.reservoir.meta.config.TopicConfigRules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides what becomes of topics: created, deleted, grown. */
final class TopicChanges {
    private static final String ZERO_ID_TEXT = "Neither topic name nor id were specified.";

    private final BrokerConfig config;
    private final Supplier<UUID> topicIds;

    TopicChanges(BrokerConfig config, Supplier<UUID> topicIds) {
        this.config = config;
        this.topicIds = topicIds;
    }

    Decision<MetadataReply.TopicsCreated> create(
            MetadataImage image, MetadataCommand.CreateTopics command) {
        Draft draft = new Draft(image);
        List<MetadataReply.CreatedTopic> results = new ArrayList<>();
        for (List<NewTopic> same : byName(command.topics(), NewTopic::name)) {
            results.add(create(draft, same));
        }
        return new Decision<>(
                draft.events(command.validateOnly()), new MetadataReply.TopicsCreated(results));
    }

    private MetadataReply.CreatedTopic create(Draft draft, List<NewTopic> same) {
        NewTopic asked = same.getFirst();
        try {
            requireOnce(same);
            checkName(draft.image(), asked.name());
            SortedMap<String, String> configs = configs(draft.image(), asked);
            int partitions = partitions(asked);
            checkCoordinator(asked.name(), partitions);
            requireRoom(draft.image(), partitions);
            UUID id = topicIds.get();
            draft.add(new MetadataEvent.TopicCreated(id, asked.name(), partitions, configs));
            return new MetadataReply.CreatedTopic(
                    asked.name(),
                    Outcome.OK,
                    new TopicImage(id, asked.name(), partitions, configs));
        } catch (Refused e) {
            return new MetadataReply.CreatedTopic(asked.name(), e.outcome(), null);
        }
    }

    private static void checkName(MetadataImage image, String name) {
        String problem = TopicNames.problem(name);
        if (problem != null) {
            throw new Refused(MetadataError.INVALID_TOPIC_EXCEPTION, problem);
        }
        if (name.equals(TopicNames.CLUSTER_METADATA)) {
            throw new Refused(
                    MetadataError.INVALID_REQUEST,
                    "Creation of internal topic " + name + " is prohibited.");
        }
        if (image.topic(name) != null) {
            throw new Refused(
                    MetadataError.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
        }
        String colliding = image.collidingTopic(name);
        if (colliding != null) {
            throw new Refused(
                    MetadataError.INVALID_TOPIC_EXCEPTION,
                    "Topic '" + name + "' collides with existing topic: " + colliding);
        }
    }

    private SortedMap<String, String> configs(MetadataImage image, NewTopic asked) {
        SortedMap<String, String> configs = new TreeMap<>();
        List<String> nulls = new ArrayList<>();
        for (NewTopic.Setting setting : asked.configs()) {
            String value = setting.value();
            if (value == null) {
                nulls.add(setting.key());
            } else {
                configs.put(setting.key(), value);
            }
        }
        if (!nulls.isEmpty()) {
            throw new Refused(
                    MetadataError.INVALID_CONFIG,
                    "Null value not supported for topic configs: " + String.join(",", nulls));
        }
        try {
            TopicConfigRules.check(asked.name(), configs, EffectiveConfigs.of(config, image));
        } catch (InvalidConfigException e) {
            throw new Refused(MetadataError.INVALID_CONFIG, e.getMessage());
        }
        return configs;
    }

    private int partitions(NewTopic asked) {
        if (!asked.assignments().isEmpty()) {
            return assignedPartitions(asked);
        }
        if (asked.replicationFactor() < -1 || asked.replicationFactor() == 0) {
            throw new Refused(
                    MetadataError.INVALID_REPLICATION_FACTOR,
                    "Replication factor must be larger than 0, or -1 to use the default value.");
        }
        if (asked.partitions() < -1 || asked.partitions() == 0) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    "Number of partitions was set to an invalid non-positive value.");
        }
        requireOneReplica(
                asked.replicationFactor() == -1
                        ? config.defaultReplicationFactor()
                        : asked.replicationFactor());
        return asked.partitions() == -1 ? defaultPartitions(asked.name()) : asked.partitions();
    }

    private int defaultPartitions(String topic) {
        CoordinatorTopic coordinators = CoordinatorTopic.of(topic);
        return coordinators == null ? config.numPartitions() : coordinators.partitions(config);
    }

    /** What it holds is found by the number of partitions that the coordinator started with. */
    private void checkCoordinator(String topic, int partitions) {
        CoordinatorTopic coordinators = CoordinatorTopic.of(topic);
        if (coordinators != null && partitions != coordinators.partitions(config)) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    "Topic %s must have %d partitions, as many as %s says; it is made when a client first looks for a coordinator."
                            .formatted(
                                    topic,
                                    coordinators.partitions(config),
                                    coordinators.partitionsKey()));
        }
    }

    private static void requireOneReplica(int replicationFactor) {
        if (replicationFactor > 1) {
            throw new Refused(
                    MetadataError.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition "
                            + replicationFactor
                            + " time(s): The target replication factor of "
                            + replicationFactor
                            + " cannot be reached because only 1 broker(s) are registered. Use a"
                            + " replication factor of 1, or -1 with default.replication.factor=1");
        }
    }

    private int assignedPartitions(NewTopic asked) {
        if (asked.replicationFactor() != -1) {
            throw new Refused(
                    MetadataError.INVALID_REQUEST,
                    "A manual partition assignment was specified, but replication factor was not"
                            + " set to -1.");
        }
        if (asked.partitions() != -1) {
            throw new Refused(
                    MetadataError.INVALID_REQUEST,
                    "A manual partition assignment was specified, but numPartitions was not set"
                            + " to -1.");
        }
        Set<Integer> seen = new HashSet<>();
        for (NewTopic.Assignment assignment : asked.assignments()) {
            if (!seen.add(assignment.partition())) {
                throw new Refused(
                        MetadataError.INVALID_REPLICA_ASSIGNMENT,
                        "Found multiple manual partition assignments for partition "
                                + assignment.partition());
            }
            requireThisBroker(assignment.brokers());
        }
        for (int partition = 0; partition < seen.size(); partition++) {
            if (!seen.contains(partition)) {
                throw new Refused(
                        MetadataError.INVALID_REPLICA_ASSIGNMENT,
                        "partitions should be a consecutive 0-based integer sequence");
            }
        }
        return seen.size();
    }

    private void requireThisBroker(List<Integer> brokers) {
        if (brokers.isEmpty()) {
            throw assignment("an empty replica list.");
        }
        for (int broker : brokers.stream().sorted().toList()) {
            if (broker != config.nodeId()) {
                throw assignment(
                        "broker "
                                + broker
                                + ", but no such broker is registered. Use "
                                + config.nodeId());
            }
        }
        if (brokers.size() > 1) {
            throw assignment("the broker " + config.nodeId() + " more than once.");
        }
    }

    private static Refused assignment(String includes) {
        return new Refused(
                MetadataError.INVALID_REPLICA_ASSIGNMENT,
                "The manual partition assignment includes " + includes);
    }

    private void requireRoom(MetadataImage image, int added) {
        long total = image.partitionCount() + added;
        if (total > config.maxPartitionsPerBroker()) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    added
                            + " more partitions would make "
                            + total
                            + ", but this broker takes "
                            + config.maxPartitionsPerBroker()
                            + ": delete topics, or raise max.partitions.per.broker");
        }
    }

    Decision<MetadataReply.TopicsDeleted> delete(
            MetadataImage image, MetadataCommand.DeleteTopics command) {
        Draft draft = new Draft(image);
        List<MetadataReply.DeletedTopic> results = new ArrayList<>();
        Set<TopicSelector> repeated = repeated(command.topics());
        Map<UUID, List<TopicSelector>> byId = new LinkedHashMap<>();
        for (TopicSelector selector : new LinkedHashSet<>(command.topics())) {
            TopicImage topic = find(image, selector);
            Outcome refusal = refusal(selector, topic, repeated.contains(selector));
            if (topic == null || !refusal.ok()) {
                results.add(
                        new MetadataReply.DeletedTopic(selector.name(), selector.id(), refusal));
            } else {
                byId.computeIfAbsent(topic.id(), _ -> new ArrayList<>()).add(selector);
            }
        }
        byId.forEach((id, selectors) -> results.add(delete(draft, id, selectors.size())));
        return new Decision<>(draft.events(false), new MetadataReply.TopicsDeleted(results));
    }

    private static MetadataReply.DeletedTopic delete(Draft draft, UUID id, int timesNamed) {
        TopicImage topic = draft.image().topic(id);
        if (topic == null) {
            throw new IllegalStateException("topic " + id + " was there a moment ago");
        }
        if (timesNamed > 1) {
            return new MetadataReply.DeletedTopic(
                    topic.name(),
                    id,
                    new Outcome(
                            MetadataError.INVALID_REQUEST,
                            "The provided topic name maps to an ID that was already supplied."));
        }
        try {
            draft.add(new MetadataEvent.TopicDeleted(id));
            return new MetadataReply.DeletedTopic(topic.name(), id, Outcome.OK);
        } catch (Refused e) {
            return new MetadataReply.DeletedTopic(topic.name(), id, e.outcome());
        }
    }

    private Outcome refusal(TopicSelector selector, @Nullable TopicImage topic, boolean repeated) {
        if (!config.deleteTopics()) {
            return new Outcome(
                    MetadataError.TOPIC_DELETION_DISABLED,
                    "Topic deletion is disabled: delete.topic.enable is false.");
        }
        if (selector.name() == null && selector.id() == null) {
            return new Outcome(MetadataError.INVALID_REQUEST, ZERO_ID_TEXT);
        }
        if (selector.name() != null && selector.id() != null) {
            return new Outcome(
                    MetadataError.INVALID_REQUEST,
                    "You may not specify both topic name and topic id.");
        }
        if (repeated) {
            return new Outcome(
                    MetadataError.INVALID_REQUEST,
                    selector.name() == null ? "Duplicate topic id." : "Duplicate topic name.");
        }
        if (topic == null) {
            return selector.name() == null
                    ? new Outcome(
                            MetadataError.UNKNOWN_TOPIC_ID,
                            "This server does not host this topic ID.")
                    : new Outcome(
                            MetadataError.UNKNOWN_TOPIC_OR_PARTITION,
                            "This server does not host this topic-partition.");
        }
        CoordinatorTopic coordinators = CoordinatorTopic.of(topic.name());
        if (coordinators != null) {
            return new Outcome(
                    MetadataError.INVALID_REQUEST,
                    "Topic " + topic.name() + " " + coordinators.whyNotDeleted());
        }
        return Outcome.OK;
    }

    private static @Nullable TopicImage find(MetadataImage image, TopicSelector selector) {
        String name = selector.name();
        UUID id = selector.id();
        if (name != null) {
            return image.topic(name);
        }
        return id == null ? null : image.topic(id);
    }

    private static Set<TopicSelector> repeated(List<TopicSelector> selectors) {
        Set<TopicSelector> seen = new HashSet<>();
        Set<TopicSelector> repeated = new HashSet<>();
        for (TopicSelector selector : selectors) {
            if (!seen.add(selector)) {
                repeated.add(selector);
            }
        }
        return repeated;
    }

    Decision<MetadataReply.PartitionsCreated> grow(
            MetadataImage image, MetadataCommand.CreatePartitions command) {
        Draft draft = new Draft(image);
        List<MetadataReply.GrownTopic> results = new ArrayList<>();
        for (List<MetadataCommand.Growth> same :
                byName(command.topics(), MetadataCommand.Growth::topic)) {
            Outcome outcome = Outcome.OK;
            try {
                requireOnce(same);
                grow(draft, same.getFirst());
            } catch (Refused e) {
                outcome = e.outcome();
            }
            results.add(new MetadataReply.GrownTopic(same.getFirst().topic(), outcome));
        }
        return new Decision<>(
                draft.events(command.validateOnly()), new MetadataReply.PartitionsCreated(results));
    }

    private void grow(Draft draft, MetadataCommand.Growth asked) {
        TopicImage topic = draft.image().topic(asked.topic());
        if (topic == null) {
            throw new Refused(
                    MetadataError.UNKNOWN_TOPIC_OR_PARTITION,
                    "This server does not host this topic-partition.");
        }
        int present = topic.partitionCount();
        CoordinatorTopic coordinators = CoordinatorTopic.of(topic.name());
        if (coordinators != null) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    "Topic "
                            + topic.name()
                            + " keeps its "
                            + present
                            + " partition(s): with another number "
                            + coordinators.whyNotGrown());
        }
        if (asked.count() == present) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    "Topic already has " + present + " partition(s).");
        }
        if (asked.count() < present) {
            throw new Refused(
                    MetadataError.INVALID_PARTITIONS,
                    "The topic "
                            + topic.name()
                            + " currently has "
                            + present
                            + " partition(s); "
                            + asked.count()
                            + " would not be an increase.");
        }
        checkNewAssignments(asked, asked.count() - present);
        requireRoom(draft.image(), asked.count() - present);
        draft.add(new MetadataEvent.PartitionsAdded(topic.id(), asked.count()));
    }

    private void checkNewAssignments(MetadataCommand.Growth asked, int added) {
        List<List<Integer>> assignments = asked.assignments();
        if (assignments == null) {
            return;
        }
        if (assignments.size() != added) {
            throw new Refused(
                    MetadataError.INVALID_REPLICA_ASSIGNMENT,
                    "Attempted to add "
                            + added
                            + " additional partition(s), but only "
                            + assignments.size()
                            + " assignment(s) were specified.");
        }
        assignments.forEach(this::requireThisBroker);
    }

    private static <T> Collection<List<T>> byName(List<T> items, Function<T, String> name) {
        Map<String, List<T>> byName = new LinkedHashMap<>();
        for (T item : items) {
            byName.computeIfAbsent(name.apply(item), _ -> new ArrayList<>()).add(item);
        }
        return byName.values();
    }

    private static void requireOnce(List<?> same) {
        if (same.size() > 1) {
            throw new Refused(MetadataError.INVALID_REQUEST, "Duplicate topic name.");
        }
    }
}
