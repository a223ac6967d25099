package dev.reservoir.testing.sim;

import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Saves the offsets up to which a member has processed its partitions, and finds them again. */
final class Commits {
    private static final long PATIENCE_MS = 400;

    /** A commit on its way. */
    private record Sent(int generation, String memberId, Map<SimPartition, String> marks) {}

    private final SimMember member;
    private final SimGroup group;
    private final Reading reading;
    private final Set<SimPartition> unsaved = new LinkedHashSet<>();

    Commits(SimMember member, SimGroup group, Reading reading) {
        this.member = member;
        this.group = group;
        this.reading = reading;
    }

    void processed(SimPartition partition, long offset) {
        group.processed(partition.id).set((int) offset);
        unsaved.add(partition);
    }

    boolean isWanted() {
        return !unsaved.isEmpty();
    }

    void forget() {
        unsaved.clear();
    }

    void commit() {
        Sent sent = new Sent(member.generation(), member.memberId(), new LinkedHashMap<>());
        Map<Uuid, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
        for (SimPartition partition : unsaved) {
            long offset = reading.positions().getOrDefault(partition, -1L);
            if (offset >= 0) {
                String mark = group.newCommit(sent.generation, offset);
                sent.marks.put(partition, mark);
                topics.computeIfAbsent(
                                partition.topic.id,
                                id -> new OffsetCommitRequestTopic().setTopicId(id))
                        .partitions()
                        .add(
                                new OffsetCommitRequestPartition()
                                        .setPartitionIndex(partition.id.partition())
                                        .setCommittedOffset(offset)
                                        .setCommittedMetadata(mark));
            }
        }
        unsaved.clear();
        if (topics.isEmpty()) {
            return;
        }
        member.<OffsetCommitResponseData>ask(
                ApiKeys.OFFSET_COMMIT,
                new OffsetCommitRequestData()
                        .setGroupId(group.id)
                        .setGenerationIdOrMemberEpoch(sent.generation)
                        .setMemberId(member.memberId())
                        .setGroupInstanceId(member.instance())
                        .setTopics(List.copyOf(topics.values())),
                () -> arrived(sent),
                PATIENCE_MS,
                answer -> answered(sent, answer));
    }

    private void arrived(Sent sent) {
        var standing = group.standing(sent.generation, sent.memberId, member.instance());
        sent.marks.forEach((partition, mark) -> {
            group.commits(partition.id).arrived(mark);
            group.commitArrived(mark, standing);
        });
    }

    private void answered(Sent sent, OffsetCommitResponseData answer) {
        Map<TopicIdPartition, Errors> errors = new HashMap<>();
        answer.topics()
                .forEach(topic ->
                        topic.partitions()
                                .forEach(partition ->
                                        sent.marks.keySet().stream()
                                                .filter(p ->
                                                        p.topic.id.equals(topic.topicId())
                                                                && p.id.partition()
                                                                        == partition
                                                                                .partitionIndex())
                                                .forEach(p ->
                                                        errors.put(
                                                                p.id,
                                                                Errors.forCode(
                                                                        partition.errorCode())))));
        Errors refusal = Errors.NONE;
        for (Map.Entry<SimPartition, String> saved : sent.marks.entrySet()) {
            Errors error = errors.getOrDefault(saved.getKey().id, Errors.UNKNOWN_SERVER_ERROR);
            if (!take(saved.getKey(), saved.getValue(), error)) {
                refusal = error;
            }
        }
        if (refusal != Errors.NONE) {
            member.refused(refusal);
        }
    }

    /** Whether the member goes on. */
    private boolean take(SimPartition partition, String mark, Errors error) {
        Register register = group.commits(partition.id);
        switch (error) {
            case NONE -> {
                register.acknowledged(mark);
                group.committed(mark);
                return true;
            }
            case UNKNOWN_TOPIC_ID -> {
                partition.topic.reportedMissing(0);
                reading.positions().remove(partition);
                return true;
            }
            // Whether it was taken is not known.
            case COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR -> unsaved.add(partition);
            default -> register.refused(mark);
        }
        return false;
    }

    /** Asks where to go on, and calls back when it is known. */
    void fetch(Runnable known) {
        Map<SimPartition, Long> asked = new LinkedHashMap<>();
        Map<Uuid, OffsetFetchRequestTopics> topics = new LinkedHashMap<>();
        for (SimPartition partition : reading.positions().keySet()) {
            asked.put(partition, group.commits(partition.id).floor());
            topics.computeIfAbsent(
                            partition.topic.id, id -> new OffsetFetchRequestTopics().setTopicId(id))
                    .partitionIndexes()
                    .add(partition.id.partition());
        }
        if (asked.isEmpty()) {
            known.run();
            return;
        }
        member.<OffsetFetchResponseData>ask(
                ApiKeys.OFFSET_FETCH,
                new OffsetFetchRequestData()
                        .setRequireStable(true)
                        .setGroups(
                                List.of(
                                        new OffsetFetchRequestGroup()
                                                .setGroupId(group.id)
                                                .setMemberId(null)
                                                .setTopics(List.copyOf(topics.values())))),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    var found = answer.groups().getFirst();
                    if (found.errorCode() != Errors.NONE.code()) {
                        member.refused(Errors.forCode(found.errorCode()));
                        return;
                    }
                    asked.forEach((partition, floor) -> resume(partition, floor, found));
                    known.run();
                });
    }

    private void resume(
            SimPartition partition,
            long floor,
            OffsetFetchResponseData.OffsetFetchResponseGroup found) {
        for (var topic : found.topics()) {
            for (OffsetFetchResponsePartitions offset : topic.partitions()) {
                if (topic.topicId().equals(partition.topic.id)
                        && offset.partitionIndex() == partition.id.partition()) {
                    resume(partition, floor, offset);
                    return;
                }
            }
        }
        throw member.unexpected(found);
    }

    private void resume(SimPartition partition, long floor, OffsetFetchResponsePartitions found) {
        if (found.errorCode() == Errors.UNKNOWN_TOPIC_ID.code()) {
            partition.topic.reportedMissing(0);
            reading.positions().remove(partition);
            return;
        }
        if (found.errorCode() != Errors.NONE.code()) {
            throw member.unexpected(found);
        }
        boolean none = found.committedOffset() < 0;
        if (partition.topic.isAlive()) {
            group.commits(partition.id).seen(none ? null : found.metadata(), floor);
        }
        if (!none) {
            if (!found.metadata().endsWith("/" + found.committedOffset())) {
                throw member.unexpected(found);
            }
            group.committed(found.metadata());
            group.checkDone(partition, found.committedOffset());
        }
        reading.positions().put(partition, Math.max(0, found.committedOffset()));
    }
}
