package dev.reservoir.testing.sim;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsPartition;
import org.apache.kafka.common.message.DeleteRecordsRequestData.DeleteRecordsTopic;
import org.apache.kafka.common.message.DeleteRecordsResponseData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.DeleteTopicsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Creates, changes and deletes topics, one thing after the other, and looks what there is. */
final class SimAdmin extends SimClient {
    private static final List<String> NAMES = List.of("red", "green", "blue");
    private static final int MAX_PARTITIONS = 4;
    private static final int TIMEOUT_MS = 400;
    private static final long PATIENCE_MS = 500;

    /** What it asked for on a lost connection has arrived by then, or will not. */
    private static final long AFTER_LOSS_MS = 350;

    private final SimSettings settings;
    private boolean finishing;

    SimAdmin(World world, String name) {
        super(world, name);
        settings = new SimSettings(this);
    }

    /** From now on it only looks. */
    void finish() {
        finishing = true;
    }

    @Override
    void lost() {
        rest(AFTER_LOSS_MS);
    }

    @Override
    void work() {
        if (waiting() > 0) {
            return;
        }
        List<SimTopic> alive = world.model().alive();
        if (finishing || world.once(4)) {
            list();
        } else if (alive.size() < 2 || world.once(5)) {
            create();
        } else {
            SimTopic topic = alive.get(world.random().nextInt(alive.size()));
            switch (world.random().nextInt(8)) {
                case 0 -> delete();
                case 1 -> grow(topic);
                case 2, 3 -> settings.change(topic);
                case 4, 5 -> settings.look(topic);
                default -> trim(topic);
            }
        }
    }

    /** Asks, checks that storage took it, hands on what else is answered. */
    <A extends ApiMessage> void order(ApiKeys key, ApiMessage request, Consumer<A> heard) {
        this.<A>ask(
                key,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> {
                    rest(world.scheduler().delay(2, 30));
                    heard.accept(answer);
                });
    }

    private void list() {
        List<SimTopic> alive = world.model().alive();
        List<SimTopic> gone = world.model().gone();
        Map<Uuid, Integer> sizes = new HashMap<>();
        alive.forEach(topic -> sizes.put(topic.id, topic.partitions().size()));
        this.<MetadataResponseData>order(
                ApiKeys.METADATA,
                new MetadataRequestData().setTopics(null).setAllowAutoTopicCreation(false),
                answer -> {
                    Map<Uuid, Integer> found = new HashMap<>();
                    for (MetadataResponseTopic topic : answer.topics()) {
                        if (!topic.isInternal()) {
                            int size = topic.partitions().size();
                            found.put(topic.topicId(), size);
                            world.model().exists(topic.topicId(), topic.name(), size);
                        }
                    }
                    for (SimTopic topic : alive) {
                        int least = sizes.getOrDefault(topic.id, 0);
                        if (topic.isAlive() && found.getOrDefault(topic.id, -1) < least) {
                            throw unexpected(answer + " without all of " + topic.name);
                        }
                    }
                    for (SimTopic topic : gone) {
                        if (found.containsKey(topic.id)) {
                            throw unexpected(answer + " with the deleted " + topic.name);
                        }
                    }
                });
    }

    private void create() {
        String topicName = NAMES.get(world.random().nextInt(NAMES.size()));
        CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
        request.topics()
                .add(
                        new CreatableTopic()
                                .setName(topicName)
                                .setNumPartitions(1 + world.random().nextInt(3))
                                .setReplicationFactor((short) 1));
        this.<CreateTopicsResponseData>order(
                ApiKeys.CREATE_TOPICS,
                request,
                answer -> {
                    var topic = answer.topics().iterator().next();
                    switch (Errors.forCode(topic.errorCode())) {
                        case NONE ->
                                world.model()
                                        .exists(topic.topicId(), topicName, topic.numPartitions());
                        case TOPIC_ALREADY_EXISTS, KAFKA_STORAGE_ERROR -> {}
                        default -> throw unexpected(answer);
                    }
                });
    }

    /** One that may not have been deleted when it was asked for, or another one. */
    private void delete() {
        List<SimTopic> all =
                world.model().topics().stream().filter(topic -> !topic.isGone()).toList();
        SimTopic topic =
                all.stream()
                        .filter(t -> !t.isAlive())
                        .findFirst()
                        .orElse(all.get(world.random().nextInt(all.size())));
        int before = topic.deletionsAsked();
        topic.deletionAsked();
        this.<DeleteTopicsResponseData>order(
                ApiKeys.DELETE_TOPICS,
                new DeleteTopicsRequestData()
                        .setTimeoutMs(TIMEOUT_MS)
                        .setTopics(
                                List.of(new DeleteTopicState().setName(null).setTopicId(topic.id))),
                answer -> {
                    switch (Errors.forCode(answer.responses().iterator().next().errorCode())) {
                        case NONE -> topic.deleted();
                        case UNKNOWN_TOPIC_ID -> {
                            if (before == 0) {
                                throw unexpected(answer);
                            }
                            topic.deleted();
                        }
                        case KAFKA_STORAGE_ERROR -> {}
                        default -> throw unexpected(answer);
                    }
                });
    }

    private void grow(SimTopic topic) {
        int count = topic.partitions().size() + 1;
        if (count > MAX_PARTITIONS) {
            return;
        }
        CreatePartitionsRequestData request =
                new CreatePartitionsRequestData().setTimeoutMs(TIMEOUT_MS);
        request.topics()
                .add(
                        new CreatePartitionsTopic()
                                .setName(topic.name)
                                .setCount(count)
                                .setAssignments(null));
        this.<CreatePartitionsResponseData>order(
                ApiKeys.CREATE_PARTITIONS,
                request,
                answer -> {
                    switch (Errors.forCode(answer.results().getFirst().errorCode())) {
                        case NONE -> topic.grown(count);
                        // It was done when a connection broke.
                        case INVALID_PARTITIONS, KAFKA_STORAGE_ERROR -> {}
                        default -> throw unexpected(answer);
                    }
                });
    }

    private void trim(SimTopic topic) {
        SimPartition partition =
                topic.partitions().get(world.random().nextInt(topic.partitions().size()));
        long least = partition.trimAsked();
        long most = partition.removable();
        if (most <= least) {
            return;
        }
        long before = least + world.random().nextLong(most - least + 1);
        partition.trimAsked(before);
        this.<DeleteRecordsResponseData>order(
                ApiKeys.DELETE_RECORDS,
                new DeleteRecordsRequestData()
                        .setTimeoutMs(TIMEOUT_MS)
                        .setTopics(
                                List.of(
                                        new DeleteRecordsTopic()
                                                .setName(topic.name)
                                                .setPartitions(
                                                        List.of(
                                                                new DeleteRecordsPartition()
                                                                        .setPartitionIndex(
                                                                                partition.id
                                                                                        .partition())
                                                                        .setOffset(before))))),
                answer -> {
                    var result = answer.topics().iterator().next().partitions().iterator().next();
                    switch (Errors.forCode(result.errorCode())) {
                        case NONE -> {
                            if (result.lowWatermark() < before) {
                                throw unexpected(answer);
                            }
                            partition.checkStart(result.lowWatermark(), 0);
                        }
                        case KAFKA_STORAGE_ERROR, REQUEST_TIMED_OUT -> {}
                        default -> throw unexpected(answer);
                    }
                });
    }
}
