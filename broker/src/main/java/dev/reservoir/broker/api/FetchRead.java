package dev.reservoir.broker.api;

import dev.reservoir.broker.fetch.FetchRound;
import dev.reservoir.broker.fetch.FetchTarget;
import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.EpochEnd;
import dev.reservoir.log.OffsetOutOfRangeException;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.Signal;
import dev.reservoir.log.Slice;
import dev.reservoir.log.StorageException;
import dev.reservoir.wire.OutgoingRecords;

import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Records;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the partitions of one fetch within its byte limits. Used by one thread at a time. */
final class FetchRead {
    private static final Logger LOG = LoggerFactory.getLogger(FetchRead.class);
    private static final byte READ_COMMITTED = 1;

    private final Partitions partitions;
    private final FetchRound round;
    private final boolean byTopicId;
    private final int maxBytes;
    private final byte isolation;
    private final @Nullable NodeEndpoint leader;
    private final List<Slice> opened = new ArrayList<>();

    /**
     * @param leader what a client is told that believes in an older leader epoch (KIP-951); null
     *     for one that is too old to be told
     */
    FetchRead(
            Partitions partitions,
            FetchRound round,
            boolean byTopicId,
            int maxBytes,
            byte isolation,
            @Nullable NodeEndpoint leader) {
        this.partitions = partitions;
        this.round = round;
        this.byTopicId = byTopicId;
        this.maxBytes = maxBytes;
        this.isolation = isolation;
        this.leader = leader;
    }

    /**
     * Whether an answer now would hold that many bytes, or something the client must hear at once.
     */
    boolean offers(int minBytes) {
        if (round.targets().isEmpty() || minBytes <= 0) {
            return true;
        }
        int bytes = 0;
        for (FetchTarget target : round.targets()) {
            Partition partition = find(target);
            if (partition == null
                    || LeaderEpochs.check(target.leaderEpoch(), partition.log()) != Errors.NONE) {
                return true;
            }
            Offsets offsets = partition.log().offsets();
            if (target.offset() < offsets.start()
                    || target.offset() > offsets.end()
                    || target.lastFetchedEpoch() >= 0) {
                return true;
            }
            if (target.offset() < readable(partition.log())) {
                bytes += minBytes == 1 ? 1 : size(partition.log(), target, maxBytes - bytes);
            }
            if (bytes >= minBytes) {
                return true;
            }
        }
        return false;
    }

    private boolean committedOnly() {
        return isolation == READ_COMMITTED;
    }

    private long readable(PartitionLog log) {
        try {
            return log.readable(committedOnly());
        } catch (StorageException e) {
            // The answer will say so.
            return Long.MAX_VALUE;
        }
    }

    private int size(PartitionLog log, FetchTarget target, int left) {
        int limit = Math.min(target.maxBytes(), left);
        try (Slice slice = log.read(target.offset(), limit, false, committedOnly())) {
            // Less than one batch fits: it would be sent whole, so there is something to send.
            return Math.max(1, slice.length());
        } catch (OffsetOutOfRangeException | StorageException e) {
            // The answer will say so.
            return Integer.MAX_VALUE;
        }
    }

    /** Has the signal raised when more may be there than at this moment. */
    void watch(Signal signal) {
        for (FetchTarget target : round.targets()) {
            Partition partition = find(target);
            if (partition != null) {
                partition.log().forget(signal);
                partition
                        .log()
                        .awaitDurable(
                                Math.max(target.offset(), partition.log().offsets().durable()),
                                signal);
            }
        }
    }

    void unwatch(Signal signal) {
        for (FetchTarget target : round.targets()) {
            Partition partition = find(target);
            if (partition != null) {
                partition.log().forget(signal);
            }
        }
    }

    /** Reads what there is; the slices in it are closed with the encoded response. */
    ApiMessage response() {
        FetchResponseData response = new FetchResponseData().setSessionId(round.sessionId());
        int left = maxBytes;
        boolean empty = true;
        for (FetchTarget target : round.targets()) {
            PartitionData data = read(target, left, empty);
            int bytes = data.records() == null ? 0 : data.records().sizeInBytes();
            left -= bytes;
            empty &= bytes == 0;
            boolean eventful =
                    data.errorCode() != Errors.NONE.code() || data.divergingEpoch().epoch() >= 0;
            if (data.currentLeader().leaderId() >= 0 && response.nodeEndpoints().isEmpty()) {
                response.nodeEndpoints().add(Objects.requireNonNull(leader).duplicate());
            }
            if (round.tells(target, eventful, bytes, data.highWatermark(), data.logStartOffset())) {
                topic(response.responses(), target).partitions().add(data);
            }
        }
        return response;
    }

    /** Closes the slices of a response that is not encoded, or was not finished. */
    void drop() {
        opened.forEach(Slice::close);
    }

    private static FetchableTopicResponse topic(
            List<FetchableTopicResponse> topics, FetchTarget target) {
        if (!topics.isEmpty()) {
            FetchableTopicResponse last = topics.getLast();
            if (last.topic().equals(target.topic())
                    && TopicIds.toJava(last.topicId()).equals(target.topicId())) {
                return last;
            }
        }
        var topic =
                new FetchableTopicResponse()
                        .setTopic(target.topic())
                        .setTopicId(TopicIds.toKafka(target.topicId()));
        topics.add(topic);
        return topic;
    }

    private PartitionData read(FetchTarget target, int left, boolean wholeFirst) {
        Partition partition = find(target);
        if (partition == null) {
            return failed(
                            target,
                            byTopicId && !partitions.has(target.topicId())
                                    ? Errors.UNKNOWN_TOPIC_ID
                                    : Errors.UNKNOWN_TOPIC_OR_PARTITION)
                    .setAbortedTransactions(List.of());
        }
        PartitionLog log = partition.log();
        Errors refusal = LeaderEpochs.check(target.leaderEpoch(), log);
        if (refusal != Errors.NONE) {
            PartitionData failed = failed(target, refusal);
            if (refusal == Errors.FENCED_LEADER_EPOCH && leader != null) {
                failed.currentLeader()
                        .setLeaderId(leader.nodeId())
                        .setLeaderEpoch(log.leaderEpoch());
            }
            return failed;
        }
        try {
            PartitionData diverging = divergence(log, target);
            return diverging != null ? diverging : records(log, target, left, wholeFirst);
        } catch (OffsetOutOfRangeException e) {
            return failed(target, Errors.OFFSET_OUT_OF_RANGE);
        } catch (StorageException e) {
            LOG.error(
                    "Reading {} at offset {} failed: {}",
                    log.id(),
                    target.offset(),
                    e.getMessage());
            return failed(target, StorageErrors.of(e));
        }
    }

    private PartitionData records(
            PartitionLog log, FetchTarget target, int left, boolean wholeFirst)
            throws OffsetOutOfRangeException, StorageException {
        // The offsets are taken before the slice: the answer must not state less than it holds.
        int limit = Math.min(target.maxBytes(), left);
        Slice slice = log.read(target.offset(), limit, wholeFirst, committedOnly());
        opened.add(slice);
        if (!wholeFirst && slice.length() >= limit && cutsItsFirstBatch(slice)) {
            slice.close();
            slice = Slice.EMPTY;
        }
        PartitionData data = data(target, log);
        if (slice.length() == 0) {
            return data.setRecords(MemoryRecords.EMPTY);
        }
        if (committedOnly()) {
            data.setAbortedTransactions(aborted(log, target.offset(), data.lastStableOffset()));
        }
        return data.setRecords(new OutgoingRecords(new SliceBytes(slice)));
    }

    /** What a reader of committed records has to leave out. */
    private static List<AbortedTransaction> aborted(PartitionLog log, long from, long upTo)
            throws StorageException {
        return log.aborted(from, upTo).stream()
                .map(one ->
                        new AbortedTransaction()
                                .setProducerId(one.producerId())
                                .setFirstOffset(one.firstOffset()))
                .toList();
    }

    /** A client that is sent records and finds no whole batch among them gives up. */
    private static boolean cutsItsFirstBatch(Slice slice) throws StorageException {
        if (slice.length() < Records.LOG_OVERHEAD) {
            return slice.length() > 0;
        }
        ByteBuffer head = ByteBuffer.allocate(Records.LOG_OVERHEAD);
        try {
            while (head.hasRemaining() && slice.read(head, head.position()) >= 0) {}
        } catch (IOException e) {
            throw new StorageException(
                    StorageException.Kind.OFFLINE,
                    "The head of a batch cannot be read: " + e.getMessage(),
                    e);
        }
        return Records.LOG_OVERHEAD + head.getInt(Records.SIZE_OFFSET) > slice.length();
    }

    /**
     * A client whose last record's epoch ended before its offset has records that were cut off here
     * (KIP-595).
     */
    private @Nullable PartitionData divergence(PartitionLog log, FetchTarget target)
            throws OffsetOutOfRangeException, StorageException {
        if (target.lastFetchedEpoch() < 0) {
            return null;
        }
        EpochEnd end = log.epochEnd(target.lastFetchedEpoch());
        if (end.epoch() < 0) {
            // What the client has was never written here.
            throw new OffsetOutOfRangeException(log.id(), target.offset(), log.offsets());
        }
        if (end.epoch() < target.lastFetchedEpoch() || end.offset() < target.offset()) {
            return data(target, log)
                    .setRecords(MemoryRecords.EMPTY)
                    .setDivergingEpoch(
                            new EpochEndOffset().setEpoch(end.epoch()).setEndOffset(end.offset()));
        }
        return null;
    }

    private PartitionData data(FetchTarget target, PartitionLog log) throws StorageException {
        long stable = log.stableOffset();
        Offsets offsets = log.offsets();
        return new PartitionData()
                .setPartitionIndex(target.partition())
                .setHighWatermark(offsets.durable())
                .setLastStableOffset(stable)
                .setLogStartOffset(offsets.start())
                .setAbortedTransactions(committedOnly() ? List.of() : null);
    }

    private static PartitionData failed(FetchTarget target, Errors error) {
        return new PartitionData()
                .setPartitionIndex(target.partition())
                .setErrorCode(error.code())
                .setHighWatermark(-1)
                .setAbortedTransactions(null)
                .setRecords(MemoryRecords.EMPTY);
    }

    private @Nullable Partition find(FetchTarget target) {
        return byTopicId
                ? partitions.find(target.topicId(), target.partition())
                : partitions.find(target.topic(), target.partition());
    }
}
