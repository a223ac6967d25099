package dev.reservoir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

class ProbesTest {
    @Test
    void requestsAreWhatTheirHeaderSays() {
        assertThat(RequestHeader.parse(Probes.metadata()).apiKey()).isEqualTo(ApiKeys.METADATA);
        ByteBuffer produce =
                Probes.produce(List.of(new TopicPartition("a", 0), new TopicPartition("a", 1)));
        assertThat(RequestHeader.parse(produce).apiKey()).isEqualTo(ApiKeys.PRODUCE);
    }

    @Test
    void onlyAReplyWithABrokerCounts() {
        MetadataResponseData reply = new MetadataResponseData();
        assertThat(Probes.namesABroker(reply(reply, (short) 9))).isFalse();
        reply.brokers().add(new MetadataResponseBroker().setNodeId(1).setHost("localhost"));
        assertThat(Probes.namesABroker(reply(reply, (short) 9))).isTrue();
    }

    @Test
    void onlyPartitionsWithoutAnErrorAreCounted() {
        TopicProduceResponse topic = new TopicProduceResponse().setName("a");
        topic.partitionResponses().add(new PartitionProduceResponse().setIndex(0));
        topic.partitionResponses()
                .add(new PartitionProduceResponse().setIndex(1).setErrorCode((short) 6));
        ProduceResponseData reply = new ProduceResponseData();
        reply.responses().add(topic);

        assertThat(Probes.accepted(reply(reply, (short) 12))).isEqualTo(1);
    }

    /** Both versions have the header with a correlation id and an empty list of tagged fields. */
    private static ByteBuffer reply(ApiMessage message, short version) {
        ByteBuffer body = MessageUtil.toByteBufferAccessor(message, version).buffer();
        return ByteBuffer.allocate(5 + body.remaining()).putInt(1).put((byte) 0).put(body).flip();
    }
}
