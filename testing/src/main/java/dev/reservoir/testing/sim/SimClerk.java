package dev.reservoir.testing.sim;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData.DeleteTopicState;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;

/** Opens the bank and, when it is closed, looks which offsets its transactions have left behind. */
final class SimClerk extends SimClient {
    private static final int TIMEOUT_MS = 400;
    private static final long PATIENCE_MS = 500;

    private final Bank bank;
    private final Queue<String> toCheck = new ArrayDeque<>();
    private boolean asked;
    private boolean withChanges = true;

    SimClerk(World world, String name, Bank bank) {
        super(world, name);
        this.bank = bank;
    }

    /** Checks the offsets of these transactional ids. */
    void check(List<String> transactionalIds) {
        toCheck.addAll(transactionalIds);
    }

    /** From now on the topic of notes stays as it is. */
    void finish() {
        withChanges = false;
    }

    boolean isDone() {
        return toCheck.isEmpty();
    }

    @Override
    void lost() {}

    @Override
    void work() {
        if (waiting() > 0) {
            return;
        }
        if (bank.topicId() == null || asked) {
            open();
        } else if (withChanges && world.once(60)) {
            change();
        } else if (!toCheck.isEmpty()) {
            checkNext(toCheck.element(), Objects.requireNonNull(bank.topicId()));
        }
    }

    private void open() {
        if (!asked) {
            asked = true;
            create(Bank.TOPIC, Bank.PARTITIONS);
            return;
        }
        this.<MetadataResponseData>ask(
                ApiKeys.METADATA,
                new MetadataRequestData().setTopics(null).setAllowAutoTopicCreation(false),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    asked = false;
                    bank.notes(null);
                    for (MetadataResponseTopic topic : answer.topics()) {
                        if (Bank.TOPIC.equals(topic.name())) {
                            bank.created(topic.topicId());
                        } else if (Bank.NOTES.equals(topic.name())) {
                            bank.notes(topic.topicId());
                        }
                    }
                });
    }

    /** Makes the topic of notes, or deletes it, whatever transactions write there. */
    private void change() {
        asked = true;
        if (bank.notesId() == null) {
            create(Bank.NOTES, 1);
            return;
        }
        var request =
                new DeleteTopicsRequestData()
                        .setTopics(List.of(new DeleteTopicState().setName(Bank.NOTES)))
                        .setTimeoutMs(TIMEOUT_MS);
        ask(ApiKeys.DELETE_TOPICS, request, () -> {}, PATIENCE_MS, _ -> {});
    }

    private void create(String topic, int partitions) {
        CreateTopicsRequestData request = new CreateTopicsRequestData().setTimeoutMs(TIMEOUT_MS);
        request.topics()
                .add(
                        new CreatableTopic()
                                .setName(topic)
                                .setNumPartitions(partitions)
                                .setReplicationFactor((short) 1));
        ask(ApiKeys.CREATE_TOPICS, request, () -> {}, PATIENCE_MS, _ -> {});
    }

    /** Asks for the partition by name: what is pending is not among "all there are". */
    private void checkNext(String transactionalId, Uuid topicId) {
        var partition =
                new OffsetFetchRequestTopics().setTopicId(topicId).setPartitionIndexes(List.of(0));
        var group =
                new OffsetFetchRequestGroup()
                        .setGroupId("of-" + transactionalId)
                        .setMemberId(null)
                        .setTopics(List.of(partition));
        this.<OffsetFetchResponseData>ask(
                ApiKeys.OFFSET_FETCH,
                new OffsetFetchRequestData().setGroups(List.of(group)).setRequireStable(true),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    var found = answer.groups().getFirst();
                    boolean unstable =
                            found.topics().stream()
                                    .flatMap(topic -> topic.partitions().stream())
                                    .anyMatch(p -> p.errorCode() != Errors.NONE.code());
                    if (found.errorCode() != Errors.NONE.code() || unstable) {
                        rest(20);
                        return;
                    }
                    toCheck.remove();
                    long offset =
                            found.topics().stream()
                                    .flatMap(topic -> topic.partitions().stream())
                                    .mapToLong(p -> p.committedOffset())
                                    .findFirst()
                                    .orElse(-1);
                    bank.checkOffset(transactionalId, offset);
                });
    }
}
