package dev.reservoir.testing.sim;

import dev.reservoir.testing.sim.Bank.Outcome;
import dev.reservoir.testing.sim.Bank.Transfer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddOffsetsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A transactional producer that makes transfers, one after the other. Another with the same
 * transactional id shuts it out, and it that one; now and then it dawdles until its transaction
 * times out, or begins anew in the middle.
 */
final class SimTeller extends SimClient {
    private enum Stage {
        FIND,
        INIT,
        BEGIN,
        ADD_PARTITION,
        WRITE,
        ADD_OFFSETS,
        OFFSETS,
        END
    }

    /** The version of the transaction protocol that it speaks. */
    enum Protocol {
        /** Partitions and offsets are added first, and transactions share an epoch (KIP-98). */
        ONE,
        /** Each transaction has an epoch of its own (KIP-890). */
        TWO
    }

    /** The newest versions of protocol one. */
    private static final Map<ApiKeys, Short> VERSIONS_ONE =
            Map.of(
                    ApiKeys.PRODUCE, (short) 11,
                    ApiKeys.ADD_PARTITIONS_TO_TXN, (short) 3,
                    ApiKeys.TXN_OFFSET_COMMIT, (short) 4,
                    ApiKeys.END_TXN, (short) 4);

    private static final int TRANSACTION_TIMEOUT_MS = 400;
    private static final int TIMEOUT_MS = 200;
    private static final long PATIENCE_MS = 1_500;
    private static final short NO_EPOCH = -1;

    /** The same is tried again. */
    private static final Set<Errors> RETRIABLE =
            Set.of(
                    Errors.COORDINATOR_LOAD_IN_PROGRESS,
                    Errors.COORDINATOR_NOT_AVAILABLE,
                    Errors.NOT_COORDINATOR,
                    Errors.CONCURRENT_TRANSACTIONS,
                    Errors.NOT_ENOUGH_REPLICAS,
                    Errors.KAFKA_STORAGE_ERROR,
                    Errors.REQUEST_TIMED_OUT,
                    Errors.THROTTLING_QUOTA_EXCEEDED);

    /** The transaction, or the producer, is at its end. */
    private static final Set<Errors> OVER =
            Set.of(
                    Errors.PRODUCER_FENCED,
                    Errors.INVALID_PRODUCER_EPOCH,
                    Errors.INVALID_PRODUCER_ID_MAPPING,
                    Errors.INVALID_TXN_STATE,
                    Errors.TRANSACTION_ABORTABLE);

    private final Bank bank;
    private final String transactionalId;
    private final Protocol protocol;

    /** The next sequence in each partition, and in that of the notes, under the present epoch. */
    private final int[] sequences = new int[Bank.PARTITIONS + 1];

    private Stage stage = Stage.FIND;
    private boolean groupFound;
    private long producerId = -1;
    private short epoch = NO_EPOCH;
    private @Nullable Transfer transfer;
    private int written;
    private boolean withNew = true;

    SimTeller(World world, String name, Bank bank, String transactionalId, Protocol protocol) {
        super(world, name);
        this.bank = bank;
        this.transactionalId = transactionalId;
        this.protocol = protocol;
    }

    @Override
    short version(ApiKeys key) {
        Short older = protocol == Protocol.ONE ? VERSIONS_ONE.get(key) : null;
        return older == null ? super.version(key) : older;
    }

    /** From now on it ends what it has begun. */
    void finish() {
        withNew = false;
    }

    boolean isDone() {
        return !withNew && transfer == null;
    }

    @Override
    void lost() {}

    @Override
    void work() {
        if (waiting() > 0 || bank.topicId() == null || isDone()) {
            return;
        }
        switch (stage) {
            case FIND -> find();
            case INIT -> initialise();
            case BEGIN -> begin();
            case ADD_PARTITION -> addPartition();
            case WRITE -> write();
            case ADD_OFFSETS -> addOffsets();
            case OFFSETS -> commitOffsets();
            case END -> end();
        }
    }

    private void find() {
        String key = groupFound ? transactionalId : group();
        var request =
                new FindCoordinatorRequestData()
                        .setKeyType((byte) (groupFound ? 1 : 0))
                        .setCoordinatorKeys(List.of(key));
        this.<FindCoordinatorResponseData>ask(
                ApiKeys.FIND_COORDINATOR,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> {
                    if (went(answer.coordinators().getFirst().errorCode(), answer)) {
                        stage = groupFound ? Stage.INIT : Stage.FIND;
                        groupFound = true;
                    }
                });
    }

    /** The group whose offsets it commits. */
    private String group() {
        return "of-" + transactionalId;
    }

    private void initialise() {
        this.<InitProducerIdResponseData>ask(
                ApiKeys.INIT_PRODUCER_ID,
                new InitProducerIdRequestData()
                        .setTransactionalId(transactionalId)
                        .setTransactionTimeoutMs(TRANSACTION_TIMEOUT_MS),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    if (went(answer.errorCode(), answer)) {
                        producerId = answer.producerId();
                        epoch = answer.producerEpoch();
                        Arrays.fill(sequences, 0);
                        stage = Stage.BEGIN;
                    }
                });
    }

    private void begin() {
        if (world.once(3)) {
            rest(world.scheduler().delay(0, 60));
            return;
        }
        transfer = bank.begin(transactionalId, 1 + world.random().nextInt(Bank.PARTITIONS));
        world.trace()
                .note(
                        "%s: transfer %d by producer %d epoch %d"
                                .formatted(name, transfer.number, producerId, epoch));
        transfer.withNote = world.once(3);
        written = 0;
        stage = nextWrite();
    }

    private Stage nextWrite() {
        return protocol == Protocol.ONE ? Stage.ADD_PARTITION : Stage.WRITE;
    }

    /** Where the next record goes; behind the records of the transfer that of its note. */
    private int place() {
        Transfer now = current();
        return written < now.records ? (now.number + written) % Bank.PARTITIONS : Bank.PARTITIONS;
    }

    private boolean isNote() {
        return place() == Bank.PARTITIONS;
    }

    private boolean isWritten() {
        Transfer now = current();
        return written == now.records + (now.withNote ? 1 : 0);
    }

    private void addPartition() {
        if (isWritten()) {
            stage = Stage.WRITE;
            return;
        }
        var topics = new AddPartitionsToTxnTopicCollection();
        topics.add(
                new AddPartitionsToTxnTopic()
                        .setName(isNote() ? Bank.NOTES : Bank.TOPIC)
                        .setPartitions(List.of(place() % Bank.PARTITIONS)));
        var request =
                new AddPartitionsToTxnRequestData()
                        .setV3AndBelowTransactionalId(transactionalId)
                        .setV3AndBelowProducerId(producerId)
                        .setV3AndBelowProducerEpoch(epoch)
                        .setV3AndBelowTopics(topics);
        this.<AddPartitionsToTxnResponseData>ask(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> {
                    var topic = answer.resultsByTopicV3AndBelow().iterator().next();
                    var partition = topic.resultsByPartition().iterator().next();
                    boolean gone = leavesOut(partition.partitionErrorCode());
                    if (!gone && went(partition.partitionErrorCode(), answer)) {
                        stage = Stage.WRITE;
                    }
                });
    }

    /** A note whose topic is not there is left out. */
    private boolean leavesOut(short code) {
        Errors error = Errors.forCode(code);
        boolean gone =
                error == Errors.UNKNOWN_TOPIC_OR_PARTITION || error == Errors.UNKNOWN_TOPIC_ID;
        if (gone && isNote()) {
            current().withNote = false;
            return true;
        }
        return false;
    }

    private Transfer current() {
        return Objects.requireNonNull(transfer);
    }

    private void write() {
        dawdle();
        Transfer now = current();
        if (isWritten()) {
            stage = world.once(3) ? firstOfOffsets() : Stage.END;
            return;
        }
        if (world.once(60)) {
            giveUp();
            return;
        }
        this.<ProduceResponseData>ask(
                ApiKeys.PRODUCE,
                request(now),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    var partition =
                            answer.responses().iterator().next().partitionResponses().getFirst();
                    if (!leavesOut(partition.errorCode()) && went(partition.errorCode(), answer)) {
                        sequences[place()] += protocol == Protocol.ONE ? 1 : 0;
                        written++;
                        stage = nextWrite();
                    }
                });
    }

    private Stage firstOfOffsets() {
        return protocol == Protocol.ONE ? Stage.ADD_OFFSETS : Stage.OFFSETS;
    }

    /** So long, perhaps, that the transaction times out. */
    private void dawdle() {
        if (world.once(30)) {
            rest(world.scheduler().delay(0, 2L * TRANSACTION_TIMEOUT_MS));
        }
    }

    /** Record by record into other partitions, each the first of its transaction there. */
    private ProduceRequestData request(Transfer now) {
        MemoryRecords batch =
                MemoryRecords.withTransactionalRecords(
                        Compression.NONE,
                        producerId,
                        epoch,
                        sequences[place()],
                        new SimpleRecord(
                                world.scheduler().millis(),
                                now.record(written).getBytes(StandardCharsets.UTF_8)));
        Uuid topicId = isNote() ? bank.notesId() : bank.topicId();
        var data = new PartitionProduceData().setIndex(place() % Bank.PARTITIONS).setRecords(batch);
        ProduceRequestData request =
                new ProduceRequestData()
                        .setTransactionalId(transactionalId)
                        .setAcks((short) -1)
                        .setTimeoutMs(TIMEOUT_MS);
        TopicProduceData topic = new TopicProduceData().setPartitionData(List.of(data));
        request.topicData()
                .add(
                        protocol == Protocol.ONE
                                ? topic.setName(isNote() ? Bank.NOTES : Bank.TOPIC)
                                : topic.setTopicId(
                                        Objects.requireNonNullElse(topicId, Uuid.ONE_UUID)));
        return request;
    }

    private void addOffsets() {
        var request =
                new AddOffsetsToTxnRequestData()
                        .setTransactionalId(transactionalId)
                        .setGroupId(group())
                        .setProducerId(producerId)
                        .setProducerEpoch(epoch);
        this.<AddOffsetsToTxnResponseData>ask(
                ApiKeys.ADD_OFFSETS_TO_TXN,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> {
                    if (went(answer.errorCode(), answer)) {
                        stage = Stage.OFFSETS;
                    }
                });
    }

    private void commitOffsets() {
        Transfer now = current();
        now.withOffsets = true;
        var offset =
                new TxnOffsetCommitRequestPartition()
                        .setPartitionIndex(0)
                        .setCommittedOffset(now.number)
                        .setCommittedMetadata("");
        var request =
                new TxnOffsetCommitRequestData()
                        .setTransactionalId(transactionalId)
                        .setGroupId(group())
                        .setProducerId(producerId)
                        .setProducerEpoch(epoch)
                        .setTopics(
                                List.of(
                                        new TxnOffsetCommitRequestTopic()
                                                .setName(Bank.TOPIC)
                                                .setPartitions(List.of(offset))));
        this.<TxnOffsetCommitResponseData>ask(
                ApiKeys.TXN_OFFSET_COMMIT,
                request,
                () -> {},
                PATIENCE_MS,
                answer -> {
                    var partition = answer.topics().getFirst().partitions().getFirst();
                    if (went(partition.errorCode(), answer)) {
                        stage = Stage.END;
                    }
                });
    }

    private void end() {
        dawdle();
        Transfer now = current();
        // Once it was asked to be committed it is never asked to be aborted.
        boolean commit = now.outcome == Outcome.UNKNOWN || !world.once(4);
        if (commit) {
            now.outcome = Outcome.UNKNOWN;
        }
        this.<EndTxnResponseData>ask(
                ApiKeys.END_TXN,
                new EndTxnRequestData()
                        .setTransactionalId(transactionalId)
                        .setProducerId(producerId)
                        .setProducerEpoch(epoch)
                        .setCommitted(commit),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    if (went(answer.errorCode(), answer)) {
                        now.outcome = commit ? Outcome.COMMITTED : Outcome.NEVER;
                        if (protocol == Protocol.TWO) {
                            producerId = answer.producerId();
                            epoch = answer.producerEpoch();
                        }
                        transfer = null;
                        stage = Stage.BEGIN;
                    }
                });
    }

    /** Whether it went well; otherwise it is tried again, or all is begun anew. */
    private boolean went(short code, Object answer) {
        Errors error = Errors.forCode(code);
        if (error == Errors.NONE) {
            return true;
        }
        world.trace().note(name + ": " + stage + " " + error);
        // A topic that was made anew knows of the producer by the marker only that came by name.
        boolean madeAnew =
                error == Errors.OUT_OF_ORDER_SEQUENCE_NUMBER && stage == Stage.WRITE && isNote();
        if (RETRIABLE.contains(error)) {
            rest(world.scheduler().delay(1, 20));
        } else if ((OVER.contains(error) && stage != Stage.INIT) || madeAnew) {
            giveUp();
        } else {
            throw unexpected(answer);
        }
        return false;
    }

    /** What was not asked to be committed will never be. */
    private void giveUp() {
        transfer = null;
        stage = Stage.INIT;
        rest(world.scheduler().delay(0, 100));
    }
}
