package dev.reservoir.testing.attack;

import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.record.internal.MemoryRecords;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Requests as bytes, and answers out of bytes, by Kafka's own message classes. */
public final class Requests {
    public static final int CORRELATION = 77;
    private static final short PRODUCE_BY_NAME = 9;

    private Requests() {}

    /** Header and body, without the length prefix. */
    public static byte[] request(ApiKeys key, int version, ApiMessage body) {
        return join(header(key, version), bytes(body, version));
    }

    public static byte[] header(ApiKeys key, int version) {
        var header =
                new RequestHeaderData()
                        .setRequestApiKey(key.id)
                        .setRequestApiVersion((short) version)
                        .setCorrelationId(CORRELATION)
                        .setClientId("attacker");
        return bytes(header, key.requestHeaderVersion((short) version));
    }

    private static byte[] bytes(Message message, int version) {
        ByteBuffer buffer = MessageUtil.toByteBufferAccessor(message, (short) version).buffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    public static byte[] join(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Sends a request and reads its answer. */
    public static <R extends ApiMessage> R ask(
            RawClient client, ApiKeys key, int version, ApiMessage body, Class<R> type)
            throws IOException {
        client.sendFrame(request(key, version, body));
        return answer(client, key, version, type);
    }

    public static <R extends ApiMessage> R answer(
            RawClient client, ApiKeys key, int version, Class<R> type) throws IOException {
        ByteBuffer frame =
                Objects.requireNonNull(client.receive(), "the broker closed the connection");
        return decode(frame, key, version, type);
    }

    /** The answer in a frame. */
    public static <R extends ApiMessage> R decode(
            ByteBuffer frame, ApiKeys key, int version, Class<R> type) throws IOException {
        Readable readable = new ByteBufferAccessor(frame);
        short headerVersion = key.responseHeaderVersion((short) version);
        var header = new ResponseHeaderData(readable, headerVersion);
        if (header.correlationId() != CORRELATION) {
            throw new IOException("the answer is for request " + header.correlationId());
        }
        ApiMessage response = key.messageType.newResponse();
        response.read(readable, (short) version);
        return type.cast(response);
    }

    /** A produce request that names the topic (version 9). */
    public static byte[] produce(int acks, String topic, byte[] records) {
        var partition =
                new PartitionProduceData()
                        .setIndex(0)
                        .setRecords(MemoryRecords.readableRecords(ByteBuffer.wrap(records)));
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(
                new TopicProduceData()
                        .setName(topic)
                        .setPartitionData(java.util.List.of(partition)));
        return request(
                ApiKeys.PRODUCE,
                PRODUCE_BY_NAME,
                new ProduceRequestData()
                        .setAcks((short) acks)
                        .setTimeoutMs(10_000)
                        .setTopicData(topics));
    }
}
