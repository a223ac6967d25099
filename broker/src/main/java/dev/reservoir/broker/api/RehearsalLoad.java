package dev.reservoir.broker.api;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a busy client says, as frames with their length in front: an idempotent producer, its
 * batches plain and compressed in turn, and a consumer behind it. The AOT cache keeps what the JVM
 * learns from it about hot code (JEP 515). Much more of it does harm: the optimising compiler then
 * spends time on what is not that hot (docs/adr/0011).
 */
public final class RehearsalLoad {
    /** Partitions of the topic. */
    public static final int PARTITIONS = 4;

    private static final int REQUESTS = 600;
    private static final int RECORDS_PER_BATCH = 100;

    /** The broker takes any that begins with sequence 0. */
    private static final long PRODUCER_ID = 0;

    private static final int FETCH_EVERY = 4;
    private static final int FETCH_BYTES = 1 << 16;

    private RehearsalLoad() {}

    /** The frames, in the order in which they are to be sent; made one by one. */
    public static Stream<byte[]> frames() {
        return IntStream.range(0, REQUESTS)
                .boxed()
                .mapMulti((round, frames) -> {
                    frames.accept(produce(round));
                    if (round % FETCH_EVERY == 0) {
                        frames.accept(fetch(round));
                    }
                });
    }

    private static byte[] produce(int round) {
        Compression compression = round % 2 == 0 ? Compression.NONE : Compression.lz4().build();
        List<ProduceRequestData.PartitionProduceData> batches = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            batches.add(
                    new ProduceRequestData.PartitionProduceData()
                            .setIndex(partition)
                            .setRecords(batch(round, compression)));
        }
        return RehearsalRequests.frame(ApiKeys.PRODUCE, 11, RehearsalRequests.produce(batches));
    }

    private static MemoryRecords batch(int round, Compression compression) {
        int first = round * RECORDS_PER_BATCH;
        SimpleRecord[] records =
                IntStream.range(first, first + RECORDS_PER_BATCH)
                        .mapToObj(RehearsalLoad::order)
                        .toArray(SimpleRecord[]::new);
        return MemoryRecords.withIdempotentRecords(
                compression, PRODUCER_ID, (short) 0, first, records);
    }

    private static SimpleRecord order(int number) {
        String value =
                "{\"order_id\": %d, \"amount\": %d, \"payment_method\": \"card\", \"currency\": \"EUR\"}"
                        .formatted(number, number * 31L % 9973);
        return new SimpleRecord(number, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] fetch(int round) {
        List<FetchRequestData.FetchPartition> partitions =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(partition ->
                                new FetchRequestData.FetchPartition()
                                        .setPartition(partition)
                                        .setFetchOffset((long) round * RECORDS_PER_BATCH)
                                        .setPartitionMaxBytes(FETCH_BYTES))
                        .toList();
        return RehearsalRequests.frame(ApiKeys.FETCH, 12, RehearsalRequests.fetch(partitions));
    }
}
