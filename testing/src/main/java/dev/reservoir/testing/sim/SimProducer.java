package dev.reservoir.testing.sim;

import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A producer of one partition, until its topic is deleted. An idempotent one has several requests
 * in flight; after a failure it lets what is in flight end and sends what was not acknowledged
 * again, in order, with the old sequences. Another one sends again what may be there twice then.
 */
final class SimProducer extends SimClient {
    /** What a producer promises itself. */
    enum Kind {
        IDEMPOTENT((short) -1),
        ALL((short) -1),
        LEADER((short) 1),
        NONE((short) 0);

        private final short acks;

        Kind(short acks) {
            this.acks = acks;
        }
    }

    /** Records that go out together, and their sequence. */
    private record Lot(int sequence, List<String> values) {}

    private static final int MAX_IN_FLIGHT = 4;
    private static final int TIMEOUT_MS = 200;
    private static final long PATIENCE_MS = 400;
    private static final Set<Errors> RETRIABLE =
            Set.of(
                    Errors.KAFKA_STORAGE_ERROR,
                    Errors.REQUEST_TIMED_OUT,
                    Errors.NOT_LEADER_OR_FOLLOWER,
                    Errors.THROTTLING_QUOTA_EXCEEDED,
                    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER);

    private final Kind kind;
    private final ArrayDeque<Lot> unacknowledged = new ArrayDeque<>();
    private @Nullable SimPartition target;
    private int targets;
    private long producerId = -1;
    private int sent;
    private int sequence;
    private boolean retrying;
    private boolean withNew = true;
    private long settledBelow;

    SimProducer(World world, String name, Kind kind) {
        super(world, name);
        this.kind = kind;
    }

    /** From now on it ends what it has begun. */
    void finish() {
        withNew = false;
    }

    boolean isDone() {
        return unacknowledged.isEmpty();
    }

    @Override
    void work() {
        SimPartition to = target;
        if (to == null) {
            choose();
        } else if (kind == Kind.IDEMPOTENT && producerId < 0) {
            if (waiting() == 0) {
                initialise();
            }
        } else {
            produce(to);
        }
    }

    private void choose() {
        List<SimPartition> all = world.model().alivePartitions();
        if (!all.isEmpty()) {
            target = all.get(world.random().nextInt(all.size()));
            targets++;
            sequence = 0;
            settledBelow = 0;
            producerId = -1;
            if (kind == Kind.IDEMPOTENT) {
                target.needs(name, 0);
            }
        }
    }

    private void initialise() {
        this.<InitProducerIdResponseData>ask(
                ApiKeys.INIT_PRODUCER_ID,
                new InitProducerIdRequestData()
                        .setTransactionalId(null)
                        .setTransactionTimeoutMs(1_000),
                () -> {},
                PATIENCE_MS,
                answer -> {
                    switch (Errors.forCode(answer.errorCode())) {
                        case NONE -> {
                            producerId = answer.producerId();
                            world.model().producerIdGiven(producerId);
                        }
                        case COORDINATOR_NOT_AVAILABLE -> rest(20);
                        default -> throw unexpected(answer);
                    }
                });
    }

    private void produce(SimPartition to) {
        if (retrying && waiting() > 0) {
            return;
        }
        if (retrying) {
            retrying = false;
            sent = 0;
        }
        boolean more = withNew && world.once(4);
        while (waiting() < mayFly()) {
            if (sent == unacknowledged.size()) {
                if (!more) {
                    return;
                }
                unacknowledged.add(nextLot());
                more = world.random().nextBoolean();
            }
            Lot lot = List.copyOf(unacknowledged).get(sent);
            if (kind == Kind.NONE) {
                tell(ApiKeys.PRODUCE, request(to, lot), () -> {});
                unacknowledged.clear();
                return;
            }
            sent++;
            this.<ProduceResponseData>ask(
                    ApiKeys.PRODUCE,
                    request(to, lot),
                    () -> {},
                    PATIENCE_MS,
                    answer -> answered(to, answer));
        }
    }

    /** Until the log knows the producer it would take a later batch in place of a refused first. */
    private int mayFly() {
        return kind == Kind.IDEMPOTENT && settledBelow > 0 ? MAX_IN_FLIGHT : 1;
    }

    private Lot nextLot() {
        List<String> values = new ArrayList<>();
        int first = sequence;
        for (int i = world.random().nextInt(3); i >= 0; i--) {
            values.add(
                    Value.format(
                            name + "." + targets,
                            sequence++,
                            kind == Kind.IDEMPOTENT,
                            world.random().nextInt(200)));
        }
        return new Lot(first, values);
    }

    private ProduceRequestData request(SimPartition to, Lot lot) {
        SimpleRecord[] records =
                lot.values().stream()
                        .map(value ->
                                new SimpleRecord(
                                        world.scheduler().millis(),
                                        value.getBytes(StandardCharsets.UTF_8)))
                        .toArray(SimpleRecord[]::new);
        MemoryRecords batch =
                kind == Kind.IDEMPOTENT
                        ? MemoryRecords.withIdempotentRecords(
                                Compression.NONE, producerId, (short) 0, lot.sequence(), records)
                        : MemoryRecords.withRecords(Compression.NONE, records);
        var data = new PartitionProduceData().setIndex(to.id.partition()).setRecords(batch);
        var topic = new TopicProduceData().setTopicId(to.topic.id).setPartitionData(List.of(data));
        ProduceRequestData request =
                new ProduceRequestData().setAcks(kind.acks).setTimeoutMs(TIMEOUT_MS);
        request.topicData().add(topic);
        return request;
    }

    private void answered(SimPartition to, ProduceResponseData response) {
        PartitionProduceResponse answer =
                response.responses().iterator().next().partitionResponses().getFirst();
        Errors error = Errors.forCode(answer.errorCode());
        if (retrying || target != to) {
            return;
        }
        if (error == Errors.NONE) {
            Lot lot = unacknowledged.removeFirst();
            sent--;
            for (int i = 0; i < lot.values().size(); i++) {
                to.learn(answer.baseOffset() + i, lot.values().get(i));
            }
            settledBelow = answer.baseOffset() + lot.values().size();
            if (kind == Kind.IDEMPOTENT) {
                to.needs(name, settledBelow - 1);
            }
        } else if (RETRIABLE.contains(error)) {
            retrying = true;
            world.trace().note("%s: %s %s".formatted(name, error, answer.errorMessage()));
        } else if (error == Errors.UNKNOWN_TOPIC_ID) {
            to.topic.reportedMissing(0);
            target = null;
            unacknowledged.clear();
            sent = 0;
        } else {
            throw unexpected(error + ": " + answer.errorMessage());
        }
    }

    @Override
    void lost() {
        sent = 0;
        retrying = false;
    }
}
