package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopic;
import org.apache.kafka.common.message.CreateTopicsRequestData.CreatableTopicCollection;
import org.apache.kafka.common.message.CreateTopicsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is no request, or one that breaks a rule: one log line, Kafka's error where the protocol has
 * one, that connection only is closed, and a good client sees nothing of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String TOPIC = "under-attack";
    private static final long MB = 1 << 20;

    /** So many lines of one kind are written before such lines are left out. */
    private static final int LINES = 5;

    private BrokerProcess broker;
    private GoodClient good;
    private int logBefore;

    private Path directory;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        broker = BrokerProcess.start(directory);
        good = new GoodClient(broker.bootstrap());
        try (RawClient client = new RawClient(broker.port())) {
            create(client, TOPIC, 1);
        }
    }

    @AfterAll
    void stop() throws Exception {
        good.close();
        assertThat(broker.stop()).as("exit code of SIGTERM").isIn(0, 143);
        assertThat(broker.log()).doesNotContain("Exception in thread", "\tat dev.reservoir");
        broker.close();
    }

    @BeforeEach
    void noteLog() {
        logBefore = broker.log().length();
    }

    @AfterEach
    void theGoodClientWorksOn() throws InterruptedException {
        good.checkWorking();
    }

    private List<String> logged() {
        return broker.log().substring(logBefore).lines().toList();
    }

    private void assertOneLine(String part) throws InterruptedException {
        for (int i = 0; i < 500 && logged().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(logged()).singleElement().asString().contains(part);
    }

    private void assertClosedBy(byte[] bytes, String line) throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            client.send(bytes);
            assertThat(client.receive()).as("answer").isNull();
        }
        assertOneLine(line);
    }

    private void assertRequestCloses(byte[] request, String line) throws Exception {
        assertClosedBy(Requests.join(intBytes(request.length), request), line);
    }

    private static byte[] intBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 104_857_601})
    void aSizeOutOfRange(int size) throws Exception {
        assertClosedBy(intBytes(size), "at most 104857600 are taken (socket.request.max.bytes)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aRequestWithoutRoomForItsHeader(int size) throws Exception {
        assertRequestCloses(new byte[size], "no room for a header");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void aRequestThatIsCutOff(int size) throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            client.send(Requests.join(intBytes(size), new byte[50]));
            client.finishSending();
            assertThat(client.receive()).isNull();
        }
        assertOneLine("closed after 50 of the " + size + " bytes of a request");
    }

    @Test
    void aLengthThatIsCutOff() throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            client.send(new byte[3]);
            client.finishSending();
            assertThat(client.receive()).isNull();
        }
        assertOneLine("closed after 3 bytes of a length");
    }

    @ParameterizedTest
    @ValueSource(shorts = {9999, -1, Short.MIN_VALUE})
    void anUnknownApiKey(short key) throws Exception {
        ByteBuffer request = ByteBuffer.allocate(20).putShort(key).putShort((short) 0);
        assertRequestCloses(request.array(), "API key " + key + " does not exist");
    }

    @Test
    void aKnownKeyThatIsNotServed() throws Exception {
        assertRequestCloses(
                Requests.join(Requests.header(ApiKeys.VOTE, 0), new byte[10]),
                "is not served here");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 99, Short.MAX_VALUE, Short.MIN_VALUE})
    void aVersionThatIsNotServed(int version) throws Exception {
        byte[] request = Requests.join(Requests.header(ApiKeys.METADATA, 0), new byte[10]);
        ByteBuffer.wrap(request).putShort(2, (short) version);
        assertRequestCloses(request, "is not served, versions 0 to 13 are");
    }

    @Test
    void aVersionThatIsAdvertisedButGone() throws Exception {
        byte[] request = Requests.join(Requests.header(ApiKeys.PRODUCE, 3), new byte[30]);
        ByteBuffer.wrap(request).putShort(2, (short) 1);
        assertRequestCloses(request, "is not part of the protocol any more");
    }

    @Test
    void aNewerApiVersionsLearnsWhatThereIs() throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            byte[] request =
                    Requests.request(
                            ApiKeys.API_VERSIONS,
                            4,
                            new ApiVersionsRequestData()
                                    .setClientSoftwareName("new")
                                    .setClientSoftwareVersion("9"));
            ByteBuffer.wrap(request).putShort(2, (short) 99);
            client.sendFrame(request);
            var answer =
                    Requests.answer(client, ApiKeys.API_VERSIONS, 0, ApiVersionsResponseData.class);
            assertThat(answer.errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
            assertThat(answer.apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion())
                    .isEqualTo((short) 4);
            assertServes(client);
        }
        assertThat(logged()).isEmpty();
    }

    /** The connection that got an error goes on. */
    private static void assertServes(RawClient client) throws IOException {
        var answer =
                Requests.ask(
                        client,
                        ApiKeys.METADATA,
                        12,
                        new MetadataRequestData().setTopics(List.of()),
                        MetadataResponseData.class);
        assertThat(answer.brokers()).hasSize(1);
    }

    /** A browser shows the answer. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1", "POST /topics HTTP/1.1"})
    void anHttpRequest(String line) throws Exception {
        byte[] request = (line + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = new RawClient(broker.port())) {
            client.send(Requests.join(request, new byte[10_000]));
            assertThat(new String(client.receiveAll(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Port " + broker.port() + " speaks the Kafka protocol, not HTTP");
        }
    }

    /** What a client does again and again is not written again and again. */
    @Test
    void anotherProtocolIsToldOnce() throws Exception {
        try (BrokerProcess fresh = BrokerProcess.start(directory.resolve("fresh"))) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(fresh.port())) {
                    client.send("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(client.receive()).isNull();
                }
            }
            assertThat(fresh.log().lines().filter(line -> line.contains("an SSH client")))
                    .hasSize(1);
        }
    }

    @Test
    void aTlsHello() throws Exception {
        byte[] hello =
                Requests.join(
                        new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3}, new byte[505]);
        assertClosedBy(hello, "it looks like a TLS hello, but this listener is plain text");
    }

    @Test
    void randomBytes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("BadInputTest: random bytes of seed " + seed);
        Random random = new Random(seed);
        try (BrokerProcess fresh = BrokerProcess.start(directory.resolve("random"))) {
            int before = fresh.log().length();
            for (int i = 0; i < 50; i++) {
                byte[] bytes = new byte[random.nextInt(1, 3_000)];
                random.nextBytes(bytes);
                try (RawClient client = new RawClient(fresh.port())) {
                    client.send(bytes);
                    client.finishSending();
                    assertThat(client.receiveAll().length).isLessThan(1_000);
                }
            }
            assertThat(fresh.log().substring(before).lines())
                    .hasSizeBetween(1, 15)
                    .allMatch(line -> line.contains("[WARN]") || line.contains("[INFO]"));
        }
    }

    @Test
    void aNullWhereNoneMayBe() throws Exception {
        byte[] body = {-1, -1, -1, -1, 0};
        assertRequestCloses(
                Requests.join(Requests.header(ApiKeys.DESCRIBE_GROUPS, 4), body),
                "was serialized as null");
    }

    @Test
    void anArrayThatAnnouncesMoreThanItsRequestHolds() throws Exception {
        byte[] body = Requests.join(intBytes(Integer.MAX_VALUE), new byte[100]);
        assertRequestCloses(
                Requests.join(Requests.header(ApiKeys.DESCRIBE_GROUPS, 4), body), "cannot be read");
    }

    @Test
    void taggedFieldsOfNonsense() throws Exception {
        byte[] maximum = {-1, -1, -1, -1, 7};
        for (byte[] tags :
                List.of(
                        maximum,
                        Requests.join(new byte[] {1}, maximum, maximum),
                        Requests.join(new byte[] {1, 5}, maximum, new byte[9]))) {
            noteLog();
            assertRequestCloses(
                    Requests.join(
                            Requests.header(ApiKeys.API_VERSIONS, 3),
                            new byte[] {2, 'a', 2, '1'},
                            tags),
                    "the body of a ApiVersions request");
        }
    }

    private PartitionProduceResponse produce(int acks, byte[] records) throws IOException {
        try (RawClient client = new RawClient(broker.port())) {
            client.sendFrame(Requests.produce(acks, TOPIC, records));
            var answer = Requests.answer(client, ApiKeys.PRODUCE, 9, ProduceResponseData.class);
            assertServes(client);
            return answer.responses().iterator().next().partitionResponses().getFirst();
        }
    }

    private void assertRefused(RawBatch batch, Errors error, String... message) throws Exception {
        assertRefused(batch.bytes(), error, message);
    }

    private void assertRefused(byte[] records, Errors error, String... message) throws Exception {
        PartitionProduceResponse answer = produce(-1, records);
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(error);
        for (String part : message) {
            assertThat(answer.errorMessage()).contains(part);
        }
    }

    @Test
    void aGoodBatchPasses() throws Exception {
        assertThat(produce(-1, RawBatch.good().bytes()).errorCode()).isZero();
    }

    @Test
    void aBatchWithAWrongChecksum() throws Exception {
        assertRefused(
                RawBatch.good().withByte(RawBatch.RECORDS + 3, 99),
                Errors.CORRUPT_MESSAGE,
                "checksum");
    }

    @ParameterizedTest
    @CsvSource({
        // less than a header
        "-2147483648, CORRUPT_MESSAGE",
        "-1, CORRUPT_MESSAGE",
        "0, CORRUPT_MESSAGE",
        "48, CORRUPT_MESSAGE",
        // more than is there
        "1000, INVALID_RECORD",
        "2147483647, INVALID_RECORD"
    })
    void aBatchThatClaimsAnotherLength(int length, Errors error) throws Exception {
        assertRefused(RawBatch.good().withInt(RawBatch.LENGTH, length).sealed(), error, "claims");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 2, 4, Integer.MAX_VALUE})
    void aRecordCountThatIsWrong(int count) throws Exception {
        assertRefused(
                RawBatch.good().withInt(RawBatch.COUNT, count).sealed(), Errors.INVALID_RECORD);
        assertRefused(
                RawBatch.good()
                        .withInt(RawBatch.COUNT, count)
                        .withInt(RawBatch.LAST_OFFSET_DELTA, count - 1)
                        .sealed(),
                Errors.INVALID_RECORD);
    }

    @ParameterizedTest
    @CsvSource({
        "0, INVALID_RECORD, only format 2",
        "1, INVALID_RECORD, only format 2",
        "3, CORRUPT_MESSAGE, does not exist",
        "-1, CORRUPT_MESSAGE, does not exist"
    })
    void anotherMessageFormat(int magic, Errors error, String message) throws Exception {
        assertRefused(RawBatch.good().withByte(RawBatch.MAGIC, magic).sealed(), error, message);
    }

    @Test
    void twoBatches() throws Exception {
        byte[] two = Requests.join(RawBatch.good().bytes(), RawBatch.good().bytes());
        assertRefused(two, Errors.INVALID_RECORD, "exactly one record batch");
    }

    @Test
    void aControlBatch() throws Exception {
        assertRefused(
                RawBatch.good().withShort(RawBatch.ATTRIBUTES, 0x20).sealed(),
                Errors.INVALID_RECORD,
                "control records");
    }

    @Test
    void aTransactionalBatch() throws Exception {
        assertRefused(
                RawBatch.good().withShort(RawBatch.ATTRIBUTES, 0x10).sealed(),
                Errors.INVALID_RECORD,
                "a transactional batch needs a producer id");
        assertRefused(
                RawBatch.good()
                        .withShort(RawBatch.ATTRIBUTES, 0x10)
                        .withInt(RawBatch.PRODUCER_ID, 0)
                        .withShort(RawBatch.PRODUCER_EPOCH, 0)
                        .withInt(RawBatch.BASE_SEQUENCE, 0)
                        .sealed(),
                Errors.INVALID_TXN_STATE,
                "no open transaction");
    }

    @Test
    void aRecordThatIsTooLarge() throws Exception {
        byte[] value = new byte[(int) MB + 100];
        assertRefused(
                RawBatch.of(new SimpleRecord(System.currentTimeMillis(), null, value)),
                Errors.MESSAGE_TOO_LARGE,
                "at most 1048588",
                "max.message.bytes",
                "message.max.bytes",
                "The record batch has 104");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, -2, Short.MAX_VALUE})
    void acksThatDoNotExist(int acks) throws Exception {
        PartitionProduceResponse answer = produce(acks, RawBatch.good().bytes());
        assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.INVALID_REQUIRED_ACKS);
    }

    @Test
    void anErrorOfAProducerThatWantsNoAnswer() throws Exception {
        assertRequestCloses(
                Requests.produce(0, TOPIC, RawBatch.good().withWrongChecksum().bytes()),
                "acks=0 failed for " + TOPIC + "-0");
    }

    /** Clients name the topic by its id today; the line is for people. */
    @Test
    void anErrorOfAKafkaClientThatWantsNoAnswer() throws Exception {
        Map<String, Object> config =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrap(),
                        ProducerConfig.ACKS_CONFIG,
                        "0",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        4 * (int) MB);
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(config, bytes, bytes)) {
            producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[2 * (int) MB])).get();
        }
        assertOneLine("acks=0 failed for " + TOPIC + "-0: The record batch has");
    }

    private static List<Errors> create(RawClient client, String name, int partitions)
            throws IOException {
        var topics = new CreatableTopicCollection();
        topics.add(
                new CreatableTopic()
                        .setName(name)
                        .setNumPartitions(partitions)
                        .setReplicationFactor((short) 1));
        var answer =
                Requests.ask(
                        client,
                        ApiKeys.CREATE_TOPICS,
                        7,
                        new CreateTopicsRequestData().setTopics(topics).setTimeoutMs(10_000),
                        CreateTopicsResponseData.class);
        return answer.topics().stream().map(topic -> Errors.forCode(topic.errorCode())).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "x\u0000y"})
    void aTopicNameThatIsNotAllowed(String name) throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            assertThat(create(client, name, 1)).containsExactly(Errors.INVALID_TOPIC_EXCEPTION);
            assertThat(autoCreate(client, name)).containsExactly(Errors.INVALID_TOPIC_EXCEPTION);
        }
        assertThat(logged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {250, 32_000})
    void aTopicNameThatIsTooLong(int length) throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            String name = "x".repeat(length);
            assertThat(create(client, name, 1)).containsExactly(Errors.INVALID_TOPIC_EXCEPTION);
            assertThat(autoCreate(client, name)).containsExactly(Errors.INVALID_TOPIC_EXCEPTION);
        }
        assertThat(logged()).isEmpty();
    }

    private static List<Errors> autoCreate(RawClient client, String name) throws IOException {
        var request =
                new MetadataRequestData()
                        .setTopics(List.of(new MetadataRequestTopic().setName(name)))
                        .setAllowAutoTopicCreation(true);
        return Requests.ask(client, ApiKeys.METADATA, 9, request, MetadataResponseData.class)
                .topics()
                .stream()
                .map(topic -> Errors.forCode(topic.errorCode()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, Integer.MIN_VALUE, 1_000_000, Integer.MAX_VALUE})
    void aNumberOfPartitionsOutOfRange(int partitions) throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            assertThat(create(client, "many-" + partitions, partitions))
                    .doesNotContain(Errors.NONE, Errors.UNKNOWN_SERVER_ERROR);
        }
    }

    @Test
    void aGroupWithoutAName() throws Exception {
        try (RawClient client = new RawClient(broker.port())) {
            var request = new JoinGroupRequestData().setGroupId("").setProtocolType("consumer");
            Requests.ask(
                    client,
                    ApiKeys.FIND_COORDINATOR,
                    6,
                    new FindCoordinatorRequestData().setCoordinatorKeys(List.of("")),
                    FindCoordinatorResponseData.class);
            Errors error;
            do {
                var answer =
                        Requests.ask(
                                client,
                                ApiKeys.JOIN_GROUP,
                                9,
                                request,
                                JoinGroupResponseData.class);
                error = Errors.forCode(answer.errorCode());
            } while (error == Errors.COORDINATOR_LOAD_IN_PROGRESS);
            assertThat(error).isEqualTo(Errors.INVALID_GROUP_ID);
        }
    }

    /** Memory follows the bytes that arrived, not those that were announced. */
    @Test
    void sixtyLargeRequestsThatNeverCome() throws Exception {
        long before = broker.residentBytes();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                RawClient client = new RawClient(broker.port());
                clients.add(client);
                client.send(Requests.join(intBytes(90 << 20), new byte[1024]));
            }
            good.checkWorking();
            assertThat(broker.residentBytes() - before).as("bytes more").isLessThan(20 * MB);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
        for (int i = 0; i < 500 && logged().size() < LINES; i++) {
            Thread.sleep(10);
        }
        assertThat(logged())
                .hasSizeBetween(1, LINES)
                .allMatch(line -> line.contains("closed after 1024 of the 94371840 bytes"));
    }

    /** A list of empty strings is a byte an element on the wire and many in memory. */
    @Test
    void listsThatAreLargerInMemoryThanOnTheWire() throws Exception {
        int elements = 40_000_000;
        byte[] names = new byte[elements];
        Arrays.fill(names, (byte) 1);
        // DescribeGroups version 5: a compact array, whose length is sent plus one.
        ByteBuffer length = ByteBuffer.allocate(5);
        ByteUtils.writeUnsignedVarint(elements + 1, length);
        byte[] request =
                Requests.join(
                        Requests.header(ApiKeys.DESCRIBE_GROUPS, 5),
                        Arrays.copyOf(length.array(), length.position()),
                        names,
                        new byte[] {0, 0});
        for (int i = 0; i < 3; i++) {
            noteLog();
            assertRequestCloses(request, "cannot be read");
        }
    }
}
