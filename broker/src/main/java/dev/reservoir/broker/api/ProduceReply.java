package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.AppendRefusedException;
import dev.reservoir.log.Appended;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.CorruptBatchException;

import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One produce request on its way: appends its batches on the reading thread, where a transaction
 * begins after its coordinator was heard; answers on the sending thread when they are durable.
 */
final class ProduceReply implements Reply {
    private static final short TOPIC_IDS_SINCE = 13;
    private static final short ZSTD_SINCE = 7;
    private static final int ZSTD = 4;

    /** A batch that was appended and is not known to be durable. */
    private record Unacknowledged(
            PartitionLog log, long nextOffset, PartitionProduceResponse answer) {}

    private final RequestContext context;
    private final ProduceRequestData request;
    private final Partitions partitions;
    private final @Nullable Membership membership;
    private final InstantSource clock;
    private final long deadline;
    private final ProduceResponseData response = new ProduceResponseData();
    private final List<Unacknowledged> waiting = new ArrayList<>();

    ProduceReply(
            RequestContext context,
            ProduceRequestData request,
            Partitions partitions,
            @Nullable Membership membership,
            InstantSource clock) {
        this.context = context;
        this.request = request;
        this.partitions = partitions;
        this.membership = membership;
        this.clock = clock;
        this.deadline = clock.millis() + request.timeoutMs();
    }

    @Override
    public boolean canBegin() {
        return membership == null || membership.isKnown();
    }

    /** Appends to all partitions, then has all of it made durable as one. */
    @Override
    public void begin() throws InterruptedException {
        if (membership != null) {
            membership.await();
        }
        try {
            append();
        } finally {
            if (!waiting.isEmpty()) {
                waiting.getLast().log().carryCommit();
            }
        }
    }

    private void append() throws InterruptedException {
        for (TopicProduceData topic : request.topicData()) {
            String name =
                    byTopicId()
                            ? partitions.topicName(TopicIds.toJava(topic.topicId()))
                            : topic.name();
            var answers = new TopicProduceResponse().setName(name).setTopicId(topic.topicId());
            for (PartitionProduceData data : topic.partitionData()) {
                Partition partition = find(partitions, topic, data.index(), context.apiVersion());
                answers.partitionResponses()
                        .add(
                                TopicNames.isInternal(name)
                                        ? internal(name, data.index())
                                        : partition == null
                                                ? unknown(topic, data.index())
                                                : append(partition, data));
            }
            response.responses().add(answers);
        }
    }

    /** The partition that a request of this version names; null when there is none. */
    static @Nullable Partition find(
            Partitions partitions, TopicProduceData topic, int index, short version) {
        return version >= TOPIC_IDS_SINCE
                ? partitions.find(TopicIds.toJava(topic.topicId()), index)
                : partitions.find(topic.name(), index);
    }

    private boolean byTopicId() {
        return context.apiVersion() >= TOPIC_IDS_SINCE;
    }

    private PartitionProduceResponse unknown(TopicProduceData topic, int index) {
        Errors error =
                byTopicId() && !partitions.has(TopicIds.toJava(topic.topicId()))
                        ? Errors.UNKNOWN_TOPIC_ID
                        : Errors.UNKNOWN_TOPIC_OR_PARTITION;
        return failed(answer(index), error, error.message());
    }

    /** The coordinators could not read again what others write among their records. */
    private static PartitionProduceResponse internal(String topic, int index) {
        return failed(
                answer(index),
                Errors.INVALID_TOPIC_EXCEPTION,
                "Topic %s is the broker's own: clients cannot write to it.".formatted(topic));
    }

    private PartitionProduceResponse append(Partition partition, PartitionProduceData data)
            throws InterruptedException {
        PartitionProduceResponse answer = answer(data.index());
        if (request.acks() < -1 || request.acks() > 1) {
            return failed(
                    answer,
                    Errors.INVALID_REQUIRED_ACKS,
                    "acks must be -1, 0 or 1, is " + request.acks());
        }
        if (request.acks() == -1 && partition.minInsyncReplicas() > 1) {
            return failed(
                    answer,
                    Errors.NOT_ENOUGH_REPLICAS,
                    "min.insync.replicas is %d and there is one broker: set it to 1, every acknowledged record is on disk then."
                            .formatted(partition.minInsyncReplicas()));
        }
        if (!(data.records() instanceof MemoryRecords records) || records.sizeInBytes() == 0) {
            return failed(
                    answer,
                    Errors.INVALID_RECORD,
                    "The request holds no record batch for this partition.");
        }
        return append(partition.log(), records.buffer(), answer);
    }

    private PartitionProduceResponse append(
            PartitionLog log, ByteBuffer records, PartitionProduceResponse answer)
            throws InterruptedException {
        if (isTooNew(records)) {
            return failed(
                    answer,
                    Errors.UNSUPPORTED_COMPRESSION_TYPE,
                    "zstd needs a produce request of version 7 or later.");
        }
        Membership.Verdict verdict =
                membership == null ? Membership.NO_TRANSACTION : membership.of(log.id());
        if (verdict.error() != Errors.NONE) {
            return failed(answer, verdict.error(), verdict.message());
        }
        try {
            Appended appended = log.append(records, context.frame(), timeLeft(), verdict.guard());
            answer.setBaseOffset(appended.baseOffset())
                    .setLogAppendTimeMs(appended.appendTime())
                    .setLogStartOffset(appended.logStart());
            waiting.add(new Unacknowledged(log, appended.nextOffset(), answer));
            return answer;
        } catch (AppendRefusedException e) {
            return refused(log, e, answer);
        } catch (StorageException e) {
            return failed(answer, StorageErrors.of(e), e.getMessage());
        }
    }

    /** Tells which records are to blame, where it is single ones (KIP-467). */
    private static PartitionProduceResponse refused(
            PartitionLog log, AppendRefusedException refusal, PartitionProduceResponse answer) {
        for (int record : refusal.records()) {
            answer.recordErrors()
                    .add(
                            new BatchIndexAndErrorMessage()
                                    .setBatchIndex(record)
                                    .setBatchIndexErrorMessage(refusal.getMessage()));
        }
        answer.setLogStartOffset(log.offsets().start());
        return failed(answer, Errors.valueOf(refusal.reason().name()), refusal.getMessage());
    }

    /** Whether a batch is compressed as the request's version does not know. */
    private boolean isTooNew(ByteBuffer records) {
        if (context.apiVersion() >= ZSTD_SINCE) {
            return false;
        }
        try {
            return BatchView.at(records, records.position()).compression() == ZSTD;
        } catch (CorruptBatchException e) {
            // The log says what is wrong with it.
            return false;
        }
    }

    @Override
    public boolean isReady() {
        return request.acks() == 0
                || clock.millis() >= deadline
                || waiting.stream().allMatch(ProduceReply::isSettled);
    }

    private static boolean isSettled(Unacknowledged batch) {
        return batch.log().offsets().durable() >= batch.nextOffset()
                || batch.log().failure() != null;
    }

    @Override
    public @Nullable ApiMessage await() throws InterruptedException {
        if (request.acks() == 0) {
            closeOnError();
            return null;
        }
        for (Unacknowledged batch : waiting) {
            if (!batch.log().awaitDurable(batch.nextOffset(), timeLeft())) {
                StorageException failure = batch.log().failure();
                if (failure == null) {
                    failed(
                            batch.answer(),
                            Errors.REQUEST_TIMED_OUT,
                            "The batch was not durable within the request's timeout; it may be"
                                    + " yet.");
                } else {
                    failed(batch.answer(), StorageErrors.of(failure), failure.getMessage());
                }
            }
        }
        return response;
    }

    private void closeOnError() {
        for (TopicProduceResponse topic : response.responses()) {
            for (PartitionProduceResponse answer : topic.partitionResponses()) {
                if (answer.errorCode() != Errors.NONE.code()) {
                    throw new CloseConnectionException(
                            "a produce request with acks=0 failed for %s-%d: %s"
                                    .formatted(
                                            topic.name(), answer.index(), answer.errorMessage()));
                }
            }
        }
    }

    private long timeLeft() {
        return Math.max(0, deadline - clock.millis());
    }

    private static PartitionProduceResponse answer(int index) {
        return new PartitionProduceResponse()
                .setIndex(index)
                .setBaseOffset(-1)
                .setLogAppendTimeMs(-1)
                .setLogStartOffset(-1);
    }

    private static PartitionProduceResponse failed(
            PartitionProduceResponse answer, Errors error, @Nullable String message) {
        return answer.setErrorCode(error.code())
                .setErrorMessage(message)
                .setBaseOffset(-1)
                .setLogAppendTimeMs(-1);
    }
}
