package dev.reservoir.broker.api;

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

import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResultCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * AddPartitionsToTxn (key 24, versions 0 to 5; many transactions, and the question whether
 * partitions are part of one, from version 4 on, KIP-890): partitions become part of a transaction
 * before they are written to.
 *
 * <p>A partition that does not exist is answered by UNKNOWN_TOPIC_OR_PARTITION, and the others of
 * that transaction are not tried then (OPERATION_NOT_ATTEMPTED).
 */
public final class AddPartitionsToTxn implements Handler<AddPartitionsToTxnRequestData> {
    private static final int FIRST_OF_MANY = 4;
    private static final int FENCED_SINCE = 2;

    private final TransactionCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;

    public AddPartitionsToTxn(
            TransactionCoordinator coordinator, Supplier<MetadataImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.ADD_PARTITIONS_TO_TXN;
    }

    @Override
    public Reply handle(RequestContext context, AddPartitionsToTxnRequestData request) {
        short version = context.apiVersion();
        if (version < FIRST_OF_MANY) {
            return new Parts(
                    List.of(part(single(request), version)),
                    results ->
                            new AddPartitionsToTxnResponseData()
                                    .setResultsByTopicV3AndBelow(
                                            results.getFirst().topicResults()));
        }
        return new Parts(
                request.transactions().stream().map(one -> part(one, version)).toList(),
                results -> {
                    var response = new AddPartitionsToTxnResponseData();
                    results.forEach(response.resultsByTransaction()::add);
                    return response;
                });
    }

    private static AddPartitionsToTxnTransaction single(AddPartitionsToTxnRequestData request) {
        return new AddPartitionsToTxnTransaction()
                .setTransactionalId(request.v3AndBelowTransactionalId())
                .setProducerId(request.v3AndBelowProducerId())
                .setProducerEpoch(request.v3AndBelowProducerEpoch())
                .setTopics(request.v3AndBelowTopics());
    }

    private Part<?> part(AddPartitionsToTxnTransaction asked, short version) {
        SortedSet<TransactionPartition> partitions = new TreeSet<>();
        SortedSet<TransactionPartition> unknown = new TreeSet<>();
        MetadataImage image = metadata.get();
        for (AddPartitionsToTxnTopic topic : asked.topics()) {
            TopicImage known = image.topic(topic.name());
            for (int index : topic.partitions()) {
                boolean exists = known != null && index >= 0 && index < known.partitionCount();
                (exists ? partitions : unknown).add(new TransactionPartition(topic.name(), index));
            }
        }
        if (!unknown.isEmpty()) {
            return Part.known(
                    answer(
                            asked,
                            partition ->
                                    unknown.contains(partition)
                                            ? Errors.UNKNOWN_TOPIC_OR_PARTITION
                                            : Errors.OPERATION_NOT_ATTEMPTED));
        }
        String id = asked.transactionalId();
        Producer producer = new Producer(asked.producerId(), asked.producerEpoch());
        if (asked.verifyOnly()) {
            return new Part<>(
                    coordinator.ask(id, new Verify(id, producer, partitions)),
                    result -> answer(asked, partition -> verified(result, partition)));
        }
        return new Part<>(
                coordinator.ask(id, new AddPartitions(id, producer, partitions)),
                error -> {
                    Errors code = TransactionErrors.of(error, version, FENCED_SINCE);
                    return answer(asked, _ -> code);
                });
    }

    private static Errors verified(VerifyResult result, TransactionPartition partition) {
        if (result.error() != TransactionError.NONE) {
            return TransactionErrors.ofWrite(result.error(), true);
        }
        return result.missing().contains(partition) ? Errors.TRANSACTION_ABORTABLE : Errors.NONE;
    }

    private static AddPartitionsToTxnResult answer(
            AddPartitionsToTxnTransaction asked, Function<TransactionPartition, Errors> errors) {
        var topics = new AddPartitionsToTxnTopicResultCollection();
        for (AddPartitionsToTxnTopic topic : asked.topics()) {
            var result = new AddPartitionsToTxnTopicResult().setName(topic.name());
            for (int index : Set.copyOf(topic.partitions())) {
                Errors error = errors.apply(new TransactionPartition(topic.name(), index));
                result.resultsByPartition()
                        .add(
                                new AddPartitionsToTxnPartitionResult()
                                        .setPartitionIndex(index)
                                        .setPartitionErrorCode(error.code()));
            }
            topics.add(result);
        }
        return new AddPartitionsToTxnResult()
                .setTransactionalId(asked.transactionalId())
                .setTopicResults(topics);
    }

    /** What one transaction of the request waits for. */
    private record Part<R>(
            List<PendingReply<R>> pending, Function<List<R>, AddPartitionsToTxnResult> answer) {
        Part(PendingReply<R> pending, Function<R, AddPartitionsToTxnResult> answer) {
            this(List.of(pending), results -> answer.apply(results.getFirst()));
        }

        static Part<Object> known(AddPartitionsToTxnResult answer) {
            return new Part<>(List.of(), _ -> answer);
        }

        boolean isReady() {
            return pending.stream().allMatch(PendingReply::isReady);
        }

        AddPartitionsToTxnResult await() throws InterruptedException {
            List<R> results = new ArrayList<>();
            for (PendingReply<R> reply : pending) {
                results.add(reply.await());
            }
            return answer.apply(results);
        }
    }

    private record Parts(
            List<? extends Part<?>> parts,
            Function<List<AddPartitionsToTxnResult>, ApiMessage> answer)
            implements Reply {
        @Override
        public boolean isReady() {
            return parts.stream().allMatch(Part::isReady);
        }

        @Override
        public ApiMessage await() throws InterruptedException {
            List<AddPartitionsToTxnResult> results = new ArrayList<>();
            for (Part<?> part : parts) {
                results.add(part.await());
            }
            return answer.apply(results);
        }
    }
}
