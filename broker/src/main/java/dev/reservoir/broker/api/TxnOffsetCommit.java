package dev.reservoir.broker.api;

import dev.reservoir.coord.group.CommitResult;
import dev.reservoir.coord.group.GroupCommand.Commit.ToCommit;
import dev.reservoir.coord.group.GroupCommand.CommitInTransaction;
import dev.reservoir.coord.group.GroupCommand.Standing;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.Identity;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Producer;
import dev.reservoir.coord.transaction.TransactionCommand.AddPartitions;
import dev.reservoir.coord.transaction.TransactionCommand.Verify;
import dev.reservoir.coord.transaction.TransactionCommand.VerifyResult;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionError;
import dev.reservoir.coord.transaction.TransactionPartition;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * TxnOffsetCommit (key 28, versions 0 to 5; members from version 3 on, KIP-447): saves a group's
 * offsets, which count when the transaction is committed. From version 5 on the group's partition
 * becomes part of the transaction by this request (KIP-890); before, it has to be part of it.
 */
public final class TxnOffsetCommit implements Handler<TxnOffsetCommitRequestData> {
    private static final int ADDS_PARTITION_SINCE = 5;
    private static final int ABORTABLE_SINCE = 4;
    private static final int MOST_TRIES = 5;

    private final TransactionCoordinator transactions;
    private final GroupCoordinator groups;
    private final Supplier<MetadataImage> metadata;

    public TxnOffsetCommit(
            TransactionCoordinator transactions,
            GroupCoordinator groups,
            Supplier<MetadataImage> metadata) {
        this.transactions = transactions;
        this.groups = groups;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.TXN_OFFSET_COMMIT;
    }

    @Override
    public Reply handle(RequestContext context, TxnOffsetCommitRequestData request) {
        Asked asked = new Asked(context, request, metadata.get());
        if (asked.offsets.isEmpty()) {
            return Reply.of(asked.response);
        }
        return begin(asked, MOST_TRIES);
    }

    /** Where the producer stands is asked before its transaction is: see {@link Standing}. */
    private Reply begin(Asked asked, int tries) {
        PendingReply<Long> standing =
                groups.ask(asked.request.groupId(), new Standing(asked.request.producerId()));
        return new ThenReply<>(standing, guard -> confirm(asked, guard, tries));
    }

    private Reply confirm(Asked asked, long guard, int tries) {
        String id = asked.request.transactionalId();
        var partitions =
                new TreeSet<>(
                        Collections.singleton(
                                new TransactionPartition(
                                        TopicNames.CONSUMER_OFFSETS,
                                        groups.shardOf(asked.request.groupId()))));
        if (asked.version >= ADDS_PARTITION_SINCE) {
            return new ThenReply<>(
                    transactions.ask(id, new AddPartitions(id, asked.producer(), partitions)),
                    error -> commit(asked, guard, error, tries));
        }
        return new ThenReply<>(
                transactions.ask(id, new Verify(id, asked.producer(), partitions)),
                result -> commit(asked, guard, errorOf(result), tries));
    }

    private static TransactionError errorOf(VerifyResult result) {
        return result.missing().isEmpty() ? result.error() : TransactionError.TRANSACTION_ABORTABLE;
    }

    private Reply commit(Asked asked, long guard, TransactionError error, int tries) {
        if (error != TransactionError.NONE) {
            return Reply.of(
                    asked.failed(
                            TransactionErrors.ofWrite(error, asked.version >= ABORTABLE_SINCE)));
        }
        var request = asked.request;
        var command =
                new CommitInTransaction(
                        request.groupId(),
                        new Identity(request.memberId(), request.groupInstanceId()),
                        request.generationId(),
                        asked.producer(),
                        guard,
                        asked.offsets);
        PendingReply<CommitResult> committed = groups.ask(request.groupId(), command);
        return new ThenReply<>(
                committed,
                result ->
                        isLate(result) && tries > 1
                                ? begin(asked, tries - 1)
                                : CoordinatorReply.of(committed, asked::answer));
    }

    /**
     * Whether a transaction ended between the questions: this one, or the one before it, and then
     * asking again helps.
     */
    private static boolean isLate(CommitResult result) {
        return result.offsets().contains(GroupError.INVALID_TXN_STATE);
    }

    /** The offsets of one request, and the response's partitions that wait for their results. */
    private static final class Asked {
        final short version;
        final TxnOffsetCommitRequestData request;
        final List<ToCommit> offsets = new ArrayList<>();
        final TxnOffsetCommitResponseData response = new TxnOffsetCommitResponseData();
        private final List<TxnOffsetCommitResponsePartition> waiting = new ArrayList<>();

        Asked(RequestContext context, TxnOffsetCommitRequestData request, MetadataImage image) {
            this.version = context.apiVersion();
            this.request = request;
            for (TxnOffsetCommitRequestTopic topic : request.topics()) {
                add(topic, image.topic(topic.name()));
            }
        }

        private void add(TxnOffsetCommitRequestTopic asked, @Nullable TopicImage topic) {
            var answers = new TxnOffsetCommitResponseTopic().setName(asked.name());
            for (TxnOffsetCommitRequestPartition offset : asked.partitions()) {
                int index = offset.partitionIndex();
                var answer = new TxnOffsetCommitResponsePartition().setPartitionIndex(index);
                if (topic == null || index < 0 || index >= topic.partitionCount()) {
                    answer.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
                } else {
                    offsets.add(
                            new ToCommit(
                                    topic.name(),
                                    index,
                                    offset.committedOffset(),
                                    offset.committedLeaderEpoch(),
                                    offset.committedMetadata(),
                                    topic.id()));
                    waiting.add(answer);
                }
                answers.partitions().add(answer);
            }
            response.topics().add(answers);
        }

        Producer producer() {
            return new Producer(request.producerId(), request.producerEpoch());
        }

        ApiMessage failed(Errors error) {
            waiting.forEach(answer -> answer.setErrorCode(error.code()));
            return response;
        }

        ApiMessage answer(CommitResult result) {
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).setErrorCode(GroupErrors.code(result.offsets().get(i)));
            }
            return response;
        }
    }
}
