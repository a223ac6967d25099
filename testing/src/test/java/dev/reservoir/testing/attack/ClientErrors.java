package dev.reservoir.testing.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.reservoir.testing.attack.ErrorsPageTest.Provocation;
import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients do wrong, as the broker's log tells it. */
final class ClientErrors implements AutoCloseable {
    private static final String TOPIC = "orders";
    private static final long WAIT_MS = 10_000;

    private final BrokerProcess broker;

    ClientErrors(Path directory) throws Exception {
        broker =
                BrokerProcess.start(
                        directory,
                        "--set",
                        "auto.create.topics.enable=false",
                        "--set",
                        "max.connections.per.ip=20");
        CommandErrors.createTopic(broker.bootstrap(), TOPIC);
    }

    @Override
    public void close() throws InterruptedException {
        broker.close();
    }

    Map<String, Provocation> all() {
        Map<String, Provocation> all = new LinkedHashMap<>();
        all.put("HTTP on the Kafka port", this::http);
        byte[] hello = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3};
        all.put("TLS on the Kafka port", () -> send(hello, "a TLS hello"));
        all.put("SSH on the Kafka port", () -> send("SSH-2.0-x\r\n".getBytes(US_ASCII), "an SSH"));
        byte[] nonsense = {(byte) 0x99, 1, 2, 3, 4, 5, 6, 7};
        all.put("nonsense on the Kafka port", () -> send(nonsense, "announces"));
        all.put("client too new", () -> request(ApiKeys.METADATA, 13, 99, "too new"));
        all.put("client too old", () -> request(ApiKeys.PRODUCE, 3, 1, "too old"));
        ByteBuffer unknown = ByteBuffer.allocate(24).putInt(20).putShort((short) 9999);
        all.put("API that does not exist", () -> send(unknown.array(), "API key"));
        all.put("too many connections", this::tooManyConnections);
        all.put("client waits for a topic", this::missingTopic);
        all.put("member does not fit", this::misfit);
        return all;
    }

    /** The log from now on, as soon as it has this word. */
    private String logged(int from, String word) throws InterruptedException {
        long deadline = System.nanoTime() + WAIT_MS * 1_000_000;
        String log = broker.log().substring(from);
        while (!log.contains(word) && System.nanoTime() < deadline) {
            Thread.sleep(10);
            log = broker.log().substring(from);
        }
        return log;
    }

    private String send(byte[] bytes, String word) throws Exception {
        int from = broker.log().length();
        try (RawClient client = new RawClient(broker.port())) {
            client.send(bytes);
            return logged(from, word);
        }
    }

    private String http() throws Exception {
        int from = broker.log().length();
        String answer;
        try (RawClient client = new RawClient(broker.port())) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            answer = new String(client.receiveAll(), US_ASCII);
        }
        if (!answer.startsWith("HTTP/1.1 400 Bad Request\r\n")
                || !answer.contains("speaks the Kafka protocol, not HTTP")) {
            throw new AssertionError("answered: " + answer);
        }
        return logged(from, "HTTP");
    }

    private String request(ApiKeys key, int headerOf, int version, String word) throws Exception {
        byte[] request = Requests.join(Requests.header(key, headerOf), new byte[30]);
        ByteBuffer.wrap(request).putShort(2, (short) version);
        byte[] length = ByteBuffer.allocate(Integer.BYTES).putInt(request.length).array();
        return send(Requests.join(length, request), word);
    }

    private String tooManyConnections() throws Exception {
        int from = broker.log().length();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 25; i++) {
                clients.add(new RawClient(broker.port()));
            }
            return logged(from, "max.connections.per.ip");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer(String key, Object value) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        config.put(key, value);
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(config, bytes, bytes);
    }

    private String missingTopic() throws Exception {
        int from = broker.log().length();
        try (var producer = producer(ProducerConfig.CLIENT_ID_CONFIG, "shop")) {
            producer.partitionsFor("orderz");
        } catch (KafkaException _) {
            // It gave up; what counts is what the broker says.
        }
        return logged(from, "orderz");
    }

    private KafkaConsumer<byte[], byte[]> member(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "shop");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes);
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private String misfit() throws Exception {
        int from = broker.log().length();
        Map<String, Object> other =
                Map.of(
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        RoundRobinAssignor.class.getName());
        try (var first = member(Map.of())) {
            while (first.assignment().isEmpty()) {
                first.poll(Duration.ofMillis(100));
            }
            try (var second = member(other)) {
                while (true) {
                    second.poll(Duration.ofMillis(100));
                }
            } catch (KafkaException _) {
                // As above.
            }
            return logged(from, "refuses");
        }
    }
}
