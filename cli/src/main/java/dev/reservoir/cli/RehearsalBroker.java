package dev.reservoir.cli;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseBroker;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponsePartition;
import org.apache.kafka.common.message.MetadataResponseData.MetadataResponseTopic;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * Just enough of a broker for {@link Rehearsal}: it has one topic, names itself as its leader and
 * refuses everything else politely. A thread a connection, gone with the process. (The protocol's
 * classes are Kafka's internal ones; nothing that a user runs touches this.)
 */
final class RehearsalBroker {
    static final String TOPIC = "t";
    private static final int MAX_REQUEST = 1 << 20;
    private static final int LENGTH = Integer.BYTES;

    private final ServerSocket listener;

    RehearsalBroker() throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                byte[] request = in.readNBytes(Math.min(in.readInt(), MAX_REQUEST));
                byte[] answer = answer(ByteBuffer.wrap(request));
                out.write(ByteBuffer.allocate(LENGTH).putInt(answer.length).array());
                out.write(answer);
                out.flush();
            }
        } catch (EOFException _) {
            // The client has left.
        } catch (IOException _) {
            // So it has here.
        }
    }

    private byte[] answer(ByteBuffer request) {
        RequestHeader header = RequestHeader.parse(request);
        ApiKeys api = header.apiKey();
        short version = header.apiVersion();
        AbstractRequest body =
                AbstractRequest.parseRequest(api, version, new ByteBufferAccessor(request)).request;
        ApiMessage answer =
                switch (api) {
                    case API_VERSIONS -> versions();
                    case METADATA -> metadata();
                    default ->
                            body.getErrorResponse(0, new PolicyViolationException("a rehearsal"))
                                    .data();
                };
        ResponseHeaderData head = new ResponseHeaderData().setCorrelationId(header.correlationId());
        ByteBuffer first =
                MessageUtil.toByteBufferAccessor(head, api.responseHeaderVersion(version)).buffer();
        ByteBuffer second = MessageUtil.toByteBufferAccessor(answer, version).buffer();
        byte[] bytes = new byte[first.remaining() + second.remaining()];
        ByteBuffer.wrap(bytes).put(first).put(second);
        return bytes;
    }

    private static ApiVersionsResponseData versions() {
        return new ApiVersionsResponseData()
                .setApiKeys(
                        ApiVersionsResponse.brokerApiVersions(ListenerType.BROKER, false, true));
    }

    private MetadataResponseData metadata() {
        MetadataResponseData metadata =
                new MetadataResponseData().setClusterId("rehearsal").setControllerId(1);
        metadata.brokers()
                .add(
                        new MetadataResponseBroker()
                                .setNodeId(1)
                                .setHost("127.0.0.1")
                                .setPort(listener.getLocalPort()));
        MetadataResponseTopic topic =
                new MetadataResponseTopic().setName(TOPIC).setTopicId(Uuid.ONE_UUID);
        topic.partitions()
                .add(
                        new MetadataResponsePartition()
                                .setLeaderId(1)
                                .setReplicaNodes(java.util.List.of(1))
                                .setIsrNodes(java.util.List.of(1)));
        metadata.topics().add(topic);
        return metadata;
    }
}
