package dev.reservoir.testing.sim;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * An idempotent producer of one partition with several requests in flight. After a failure it lets
 * what is in flight end and sends what was not acknowledged again, in order, with the old
 * sequences.
 */
final class SimProducer implements SimConnection.Client {
    /** Records that go out together, and their sequence. */
    private record Lot(int sequence, List<String> values) {}

    private static final int MAX_IN_FLIGHT = 4;
    private static final Set<Errors> RETRIABLE =
            Set.of(
                    Errors.KAFKA_STORAGE_ERROR,
                    Errors.REQUEST_TIMED_OUT,
                    Errors.NOT_LEADER_OR_FOLLOWER,
                    Errors.THROTTLING_QUOTA_EXCEEDED,
                    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);

    private final long producerId;
    private final SimTopic topic;
    private final RandomGenerator random;
    private final Scheduler scheduler;
    private final Trace trace;
    private final ArrayDeque<Lot> unacknowledged = new ArrayDeque<>();
    private int inFlight;
    private int sent;
    private int sequence;
    private boolean retrying;
    private long settledBelow;
    private @Nullable SimConnection connection;

    SimProducer(
            long producerId,
            SimTopic topic,
            RandomGenerator random,
            Scheduler scheduler,
            Trace trace) {
        this.producerId = producerId;
        this.topic = topic;
        this.random = random;
        this.scheduler = scheduler;
        this.trace = trace;
    }

    void connect(SimConnection to) {
        connection = to;
        inFlight = 0;
        sent = 0;
        retrying = false;
    }

    boolean isConnected() {
        return connection != null;
    }

    boolean isDone() {
        return unacknowledged.isEmpty();
    }

    /**
     * What must not be deleted, its last acknowledged record on: a log that has forgotten a
     * producer takes any sequence from it (KIP-360) and cannot tell a retry from a gap.
     */
    long neededFrom(SimTopic of) {
        return of == topic ? Math.max(0, settledBelow - 1) : Long.MAX_VALUE;
    }

    /** Sends what it may. */
    void work(boolean withNew) {
        SimConnection open = connection;
        if (open == null || (retrying && inFlight > 0)) {
            return;
        }
        if (retrying) {
            retrying = false;
            sent = 0;
        }
        // Until the log knows the producer it would take a later batch in place of a refused first.
        while (inFlight < (settledBelow == 0 ? 1 : MAX_IN_FLIGHT)) {
            if (sent == unacknowledged.size()) {
                if (!withNew) {
                    return;
                }
                unacknowledged.add(nextLot());
                withNew = random.nextBoolean();
            }
            open.send(request(List.copyOf(unacknowledged).get(sent)));
            sent++;
            inFlight++;
        }
    }

    private Lot nextLot() {
        List<String> values = new ArrayList<>();
        int first = sequence;
        for (int i = random.nextInt(3); i >= 0; i--) {
            values.add(producerId + ":" + sequence++ + "#" + "x".repeat(random.nextInt(200)));
        }
        return new Lot(first, values);
    }

    private ProduceRequest request(Lot lot) {
        SimpleRecord[] records =
                lot.values().stream()
                        .map(value ->
                                new SimpleRecord(
                                        scheduler.millis(), value.getBytes(StandardCharsets.UTF_8)))
                        .toArray(SimpleRecord[]::new);
        MemoryRecords batch =
                MemoryRecords.withIdempotentRecords(
                        Compression.NONE, producerId, (short) 0, lot.sequence(), records);
        var data =
                new ProduceRequestData()
                        .setAcks((short) -1)
                        .setTimeoutMs(200)
                        .setTopicData(
                                new ProduceRequestData.TopicProduceDataCollection(
                                        List.of(
                                                        new ProduceRequestData.TopicProduceData()
                                                                .setName(topic.id.topic())
                                                                .setTopicId(topic.id.topicId())
                                                                .setPartitionData(
                                                                        List.of(partition(batch))))
                                                .iterator()));
        return ProduceRequest.builder(data).build();
    }

    private ProduceRequestData.PartitionProduceData partition(MemoryRecords batch) {
        return new ProduceRequestData.PartitionProduceData()
                .setIndex(topic.id.partition())
                .setRecords(batch);
    }

    @Override
    public void answered(AbstractResponse response) {
        inFlight--;
        PartitionProduceResponse answer =
                ((ProduceResponse) response)
                        .data()
                        .responses()
                        .iterator()
                        .next()
                        .partitionResponses()
                        .getFirst();
        Errors error = Errors.forCode(answer.errorCode());
        if (retrying) {
            return;
        }
        if (error == Errors.NONE) {
            Lot lot = unacknowledged.removeFirst();
            sent--;
            for (int i = 0; i < lot.values().size(); i++) {
                topic.learn(answer.baseOffset() + i, lot.values().get(i));
            }
            settledBelow = answer.baseOffset() + lot.values().size();
        } else if (RETRIABLE.contains(error)) {
            retrying = true;
            trace.note("producer %d: %s %s".formatted(producerId, error, answer.errorMessage()));
        } else {
            throw new AssertionError(
                    "producer %d was answered %s: %s"
                            .formatted(producerId, error, answer.errorMessage()));
        }
    }

    @Override
    public void disconnected() {
        connection = null;
    }
}
