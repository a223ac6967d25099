package dev.reservoir.testing.likekafka;

import dev.reservoir.testing.attack.RawClient;
import dev.reservoir.testing.attack.Requests;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfig;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicConfigCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One of the two brokers and what is known of it. Used by one thread. */
final class Peer implements AutoCloseable {
    private static final int START_SECONDS = 90;
    private static final int POLL_MS = 20;
    private static final short METADATA = 12;

    private final int port;
    private final Map<String, Uuid> ids = new HashMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Map<String, Integer> firstEpochs = new HashMap<>();
    private @Nullable RawClient client;

    Peer(int port) {
        this.port = port;
    }

    /** Sends a request and gives its answer; null when the connection was closed instead. */
    @Nullable ApiMessage ask(ApiKeys key, int version, ApiMessage body) throws IOException {
        if (client == null) {
            client = new RawClient(port);
        }
        client.sendFrame(Requests.request(key, version, body));
        ByteBuffer frame = client.receive();
        if (frame == null) {
            close();
            return null;
        }
        return Requests.decode(frame, key, version, ApiMessage.class);
    }

    private <R extends ApiMessage> R call(ApiKeys key, int version, ApiMessage body, Class<R> type)
            throws IOException {
        ApiMessage answer = ask(key, version, body);
        if (answer == null) {
            throw new EOFException("the broker closed the connection");
        }
        return type.cast(answer);
    }

    /** Waits until it serves requests. */
    void awaitServing() throws IOException, InterruptedException {
        close();
        long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (true) {
            try {
                if (!metadata(List.of()).brokers().isEmpty()) {
                    return;
                }
            } catch (IOException e) {
                close();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(POLL_MS);
        }
    }

    private MetadataResponseData metadata(List<String> topics) throws IOException {
        var request = new MetadataRequestData().setAllowAutoTopicCreation(false);
        topics.forEach(name -> request.topics().add(new MetadataRequestTopic().setName(name)));
        return call(ApiKeys.METADATA, METADATA, request, MetadataResponseData.class);
    }

    void create(Map<String, Map<String, String>> topics) throws IOException {
        var all = new CreatableTopicCollection();
        topics.forEach((name, settings) -> {
            var configs = new CreatableTopicConfigCollection();
            settings.forEach((key, value) ->
                    configs.add(new CreatableTopicConfig().setName(key).setValue(value)));
            all.add(
                    new CreatableTopic()
                            .setName(name)
                            .setNumPartitions(1)
                            .setReplicationFactor((short) 1)
                            .setConfigs(configs));
        });
        var request = new CreateTopicsRequestData().setTopics(all).setTimeoutMs(60_000);
        var answer = call(ApiKeys.CREATE_TOPICS, 7, request, CreateTopicsResponseData.class);
        answer.topics()
                .forEach(topic -> {
                    if (topic.errorCode() != Errors.NONE.code()) {
                        throw new IllegalStateException(topic.toString());
                    }
                });
    }

    /** Waits until every topic has a leader, and notes ids and leader epochs. */
    void awaitLeaders(List<String> topics) throws IOException, InterruptedException {
        while (true) {
            MetadataResponseData answer = metadata(topics);
            boolean all = true;
            for (var topic : answer.topics()) {
                all &=
                        topic.errorCode() == Errors.NONE.code()
                                && topic.partitions().getFirst().leaderId() >= 0;
                if (all) {
                    ids.put(topic.name(), topic.topicId());
                    int epoch = topic.partitions().getFirst().leaderEpoch();
                    epochs.put(topic.name(), epoch);
                    firstEpochs.putIfAbsent(topic.name(), epoch);
                }
            }
            if (all) {
                return;
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Waits until every topic's log is open: Kafka names a leader before it leads. */
    void awaitLogs(List<String> topics) throws IOException, InterruptedException {
        var request = new ListOffsetsRequestData().setReplicaId(-1);
        for (String topic : topics) {
            var latest = new ListOffsetsPartition().setTimestamp(-1);
            request.topics()
                    .add(new ListOffsetsTopic().setName(topic).setPartitions(List.of(latest)));
        }
        boolean all;
        do {
            Thread.sleep(POLL_MS);
            var answer = call(ApiKeys.LIST_OFFSETS, 9, request, ListOffsetsResponseData.class);
            all =
                    answer.topics().stream()
                            .allMatch(topic -> topic.partitions().getFirst().errorCode() == 0);
        } while (!all);
    }

    /** Waits until groups have their coordinator. */
    void awaitCoordinator() throws IOException, InterruptedException {
        Errors error;
        do {
            Thread.sleep(POLL_MS);
            var request = new FindCoordinatorRequestData().setKey("g").setKeyType((byte) 0);
            error =
                    Errors.forCode(
                            call(
                                            ApiKeys.FIND_COORDINATOR,
                                            3,
                                            request,
                                            FindCoordinatorResponseData.class)
                                    .errorCode());
        } while (error != Errors.NONE);
    }

    Uuid id(String topic) {
        return Objects.requireNonNull(ids.get(topic), topic);
    }

    /** Name of the topic with this id; null for none. */
    @Nullable String topic(Uuid id) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    int epoch(String topic) {
        return Objects.requireNonNull(epochs.get(topic), topic);
    }

    int firstEpoch(String topic) {
        return Objects.requireNonNull(firstEpochs.get(topic), topic);
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
