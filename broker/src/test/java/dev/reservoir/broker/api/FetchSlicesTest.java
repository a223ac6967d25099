package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.fetch.FetchRound;
import dev.reservoir.broker.fetch.FetchTarget;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.Logs;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.wire.Request;
import dev.reservoir.wire.Response;
import dev.reservoir.wire.batch.BatchBuilder;

import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** The slices that a fetch opens are closed, whatever becomes of its answer. */
class FetchSlicesTest {
    private static final UUID TOPIC = new UUID(3, 4);

    /** The last one without sessions: an answer with a session cannot be encoded in it. */
    private static final short SESSIONLESS = 6;

    private final MemoryEngine engine =
            new MemoryEngine(new Random(1), MemoryEngine.Pace.AT_ONCE, 1 << 20);
    private final MetadataImage image =
            MetadataImage.EMPTY.apply(
                    new MetadataEvent.TopicCreated(TOPIC, "t", 2, new TreeMap<>()));
    private final Partitions partitions =
            new Partitions(
                    () -> image,
                    BrokerConfig.of(Map.of()),
                    new Logs(engine, 1, InstantSource.system()));

    @BeforeEach
    void bothPartitionsHoldARecord() throws Exception {
        engine.recover(_ -> "t");
        ByteBuffer value = StandardCharsets.UTF_8.encode("v");
        for (int index = 0; index < 2; index++) {
            var partition = Objects.requireNonNull(partitions.find("t", index));
            partition.log().append(new BatchBuilder(0).add(1, null, value).build(), 1_000);
            assertThat(partition.log().awaitDurable(1, 10_000)).isTrue();
        }
    }

    /** What the connection gets as an answer. */
    private Response await(FetchRound round) throws Exception {
        FetchRead read = new FetchRead(partitions, round, false, 1 << 20, (byte) 0, null);
        FetchReply reply = new FetchReply(read, 0, InstantSource.system(), 0);
        Response response = new ServedRequest(request(), reply).await();
        return Objects.requireNonNull(response);
    }

    private static Request request() throws Exception {
        var header =
                new RequestHeaderData()
                        .setRequestApiKey(ApiKeys.FETCH.id)
                        .setRequestApiVersion(SESSIONLESS)
                        .setCorrelationId(1)
                        .setClientId("test");
        ByteBuffer head = MessageUtil.toByteBufferAccessor(header, (short) 1).buffer();
        ByteBuffer body =
                MessageUtil.toByteBufferAccessor(new FetchRequestData(), SESSIONLESS).buffer();
        ByteBuffer frame = ByteBuffer.allocate(head.remaining() + body.remaining());
        return Request.parse(frame.put(head).put(body).flip());
    }

    private static List<FetchTarget> both() {
        return both(1 << 20);
    }

    private static List<FetchTarget> both(int maxBytes) {
        return List.of(
                new FetchTarget("t", new UUID(0, 0), 0, 0, maxBytes, -1, -1),
                new FetchTarget("t", new UUID(0, 0), 1, 0, maxBytes, -1, -1));
    }

    /** A client that gets a part of a batch and nothing else says that it makes no progress. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12, 40})
    void aPartitionWhoseFirstBatchDoesNotFitWaitsForItsTurn(int maxBytes) {
        FetchRound round = new FetchRound.Whole(0, both(maxBytes));
        FetchRead read = new FetchRead(partitions, round, false, 1 << 20, (byte) 0, null);
        var partitions = ((FetchResponseData) read.response()).responses().getFirst().partitions();
        assertThat(partitions.getFirst().records().sizeInBytes()).isGreaterThan(maxBytes);
        assertThat(partitions.getLast().records().sizeInBytes()).isZero();
        assertThat(engine.openSlices()).isEqualTo(1);
        read.drop();
        assertThat(engine.openSlices()).isZero();
    }

    @Test
    void anAnswerHoldsItsSlicesUntilItIsClosed() throws Exception {
        try (Response response = await(new FetchRound.Whole(0, both()))) {
            assertThat(response.parts()).hasAtLeastOneElementOfType(Response.Stored.class);
            assertThat(engine.openSlices()).isEqualTo(2);
        }
        assertThat(engine.openSlices()).isZero();
    }

    @Test
    void anAnswerThatCannotBeEncodedHoldsNone() throws Exception {
        Response answer = await(new FetchRound.Whole(7, both()));
        assertThat(answer.parts()).hasOnlyElementsOfType(Response.Encoded.class);
        assertThat(engine.openSlices()).isZero();
    }

    @Test
    void anAnswerThatFailsHalfWayHoldsNone() throws Exception {
        Response answer = await(new FailsAtTheSecond(both()));
        assertThat(answer.parts()).hasOnlyElementsOfType(Response.Encoded.class);
        assertThat(engine.openSlices()).isZero();
    }

    private record FailsAtTheSecond(List<FetchTarget> targets) implements FetchRound {
        @Override
        public int sessionId() {
            return 0;
        }

        @Override
        public boolean tells(
                FetchTarget target,
                boolean eventful,
                int bytes,
                long highWatermark,
                long logStart) {
            if (target.partition() == 1) {
                throw new IllegalStateException("as a defect would");
            }
            return true;
        }
    }
}
