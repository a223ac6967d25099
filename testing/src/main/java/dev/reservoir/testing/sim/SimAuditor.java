package dev.reservoir.testing.sim;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;

/** Reads the committed records of the bank, as Kafka's consumers pick them out (KIP-98). */
final class SimAuditor extends SimClient {
    private static final int MAX_BYTES = 20_000;
    private static final long PATIENCE_MS = 600;
    private static final byte READ_COMMITTED = 1;

    private final Bank bank;

    /** The last place is that of the notes, of which it reads whether they are decided. */
    private static final int NOTES = Bank.PARTITIONS;

    private final long[] positions = new long[NOTES + 1];
    private final boolean[] atEnd = new boolean[NOTES + 1];
    private @Nullable Uuid notesId;
    private int next;

    SimAuditor(World world, String name, Bank bank) {
        super(world, name);
        this.bank = bank;
    }

    /** Reads from the start again. */
    void rewind() {
        Arrays.fill(positions, 0);
        Arrays.fill(atEnd, false);
    }

    /** Whether it has read all partitions to their ends, where nothing is undecided. */
    boolean isDone() {
        for (boolean end : atEnd) {
            if (!end) {
                return false;
            }
        }
        return true;
    }

    @Override
    void lost() {}

    @Override
    void work() {
        if (waiting() > 0 || bank.topicId() == null) {
            return;
        }
        next = (next + 1) % positions.length;
        int partition = next;
        if (partition == NOTES && !Objects.equals(notesId, bank.notesId())) {
            notesId = bank.notesId();
            positions[NOTES] = 0;
        }
        Uuid topicId = partition == NOTES ? notesId : bank.topicId();
        if (topicId == null) {
            atEnd[NOTES] = true;
            return;
        }
        this.<FetchResponseData>ask(
                ApiKeys.FETCH,
                request(topicId, partition),
                () -> {},
                PATIENCE_MS,
                answer -> answer.responses().forEach(topic -> take(partition, topic.partitions())));
    }

    private FetchRequestData request(Uuid topicId, int partition) {
        FetchRequestData request =
                new FetchRequestData()
                        .setReplicaId(-1)
                        .setMaxWaitMs(world.random().nextInt(50))
                        .setMinBytes(world.random().nextInt(200))
                        .setMaxBytes(MAX_BYTES)
                        .setIsolationLevel(READ_COMMITTED)
                        .setSessionId(0)
                        .setSessionEpoch(-1);
        var data =
                new FetchPartition()
                        .setPartition(partition % NOTES)
                        .setFetchOffset(positions[partition])
                        .setPartitionMaxBytes(1 + world.random().nextInt(2_000));
        request.topics().add(new FetchTopic().setTopicId(topicId).setPartitions(List.of(data)));
        return request;
    }

    private void take(int partition, List<PartitionData> answers) {
        for (PartitionData data : answers) {
            switch (Errors.forCode(data.errorCode())) {
                case NONE -> read(partition, data);
                case KAFKA_STORAGE_ERROR -> {}
                case UNKNOWN_TOPIC_ID -> {
                    if (partition != NOTES) {
                        throw unexpected(data);
                    }
                    // It was deleted, and nobody has heard of that.
                    atEnd[NOTES] = true;
                }
                default -> throw unexpected(data);
            }
        }
    }

    private void read(int partition, PartitionData data) {
        if (data.lastStableOffset() > data.highWatermark()) {
            throw unexpected("a stable offset above the high watermark: " + data);
        }
        PriorityQueue<AbortedTransaction> aborted =
                new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
        if (data.abortedTransactions() != null) {
            aborted.addAll(data.abortedTransactions());
        }
        Set<Long> leftOut = new HashSet<>();
        for (RecordBatch batch : ((MemoryRecords) data.records()).batches()) {
            batch.ensureValid();
            if (batch.lastOffset() >= data.lastStableOffset()) {
                throw unexpected("offset " + batch.lastOffset() + " above " + data);
            }
            world.trace()
                    .note(
                            "%s: %d-%d producer %d epoch %d%s, left out are %s"
                                    .formatted(
                                            name,
                                            partition,
                                            batch.baseOffset(),
                                            batch.producerId(),
                                            batch.producerEpoch(),
                                            !batch.isControlBatch()
                                                    ? ""
                                                    : isAbort(batch) ? " abort" : " commit",
                                            data.abortedTransactions()));
            while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
                leftOut.add(aborted.remove().producerId());
            }
            if (batch.isControlBatch()) {
                if (isAbort(batch)) {
                    leftOut.remove(batch.producerId());
                }
            } else if (!leftOut.contains(batch.producerId()) && partition != NOTES) {
                see(partition, batch);
            }
            positions[partition] = Math.max(positions[partition], batch.nextOffset());
        }
        atEnd[partition] =
                positions[partition] == data.highWatermark()
                        && data.lastStableOffset() == data.highWatermark();
    }

    private static boolean isAbort(RecordBatch batch) {
        return ControlRecordType.parse(batch.iterator().next().key()) == ControlRecordType.ABORT;
    }

    private void see(int partition, RecordBatch batch) {
        for (Record record : batch) {
            if (record.offset() >= positions[partition]) {
                bank.seen(
                        partition,
                        record.offset(),
                        StandardCharsets.UTF_8.decode(record.value()).toString());
            }
        }
    }
}
