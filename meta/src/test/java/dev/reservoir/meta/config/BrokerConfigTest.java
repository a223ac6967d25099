package dev.reservoir.meta.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class BrokerConfigTest {
    /** The settings of the server.properties that Kafka 4 ships. */
    private static final String KAFKAS =
            """
            # a comment
            process.roles=broker,controller
            node.id=1
            controller.quorum.bootstrap.servers=localhost:9093
            listeners=PLAINTEXT://:9092,CONTROLLER://:9093
            inter.broker.listener.name=PLAINTEXT
            advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
            num.network.threads=3
            num.io.threads=8
            socket.send.buffer.bytes=102400
            socket.receive.buffer.bytes=102400
            socket.request.max.bytes=104857600
            log.dirs=/tmp/kraft-combined-logs
            num.partitions=1
            num.recovery.threads.per.data.dir=1
            offsets.topic.replication.factor=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            log.retention.hours=168
            log.segment.bytes=1073741824
            log.retention.check.interval.ms=300000
            """;

    @Test
    void kafkasOwnFileWorks() throws IOException {
        BrokerConfig config =
                BrokerConfig.of(
                        Settings.read(
                                new ByteArrayInputStream(
                                        KAFKAS.getBytes(StandardCharsets.ISO_8859_1))));
        assertThat(config.listeners()).containsExactly(new Listener("PLAINTEXT", "", 9092));
        assertThat(config.advertisedListeners())
                .containsExactly(new Listener("PLAINTEXT", "localhost", 9092));
        assertThat(config.logDir()).isEqualTo("/tmp/kraft-combined-logs");
        assertThat(config.notices())
                .contains(
                        "process.roles: not needed, for there is no KRaft quorum: metadata goes"
                                + " through the broker's own journal",
                        "listeners: CONTROLLER://:9093 is not opened, for it is a KRaft"
                                + " controller's")
                .anyMatch(notice -> notice.startsWith("num.io.threads: without effect"))
                .anyMatch(notice -> notice.startsWith("transaction.state.log.min.isr: "))
                .noneMatch(notice -> notice.startsWith("log.retention.hours"));
    }

    @Test
    void whatIsTakenForTheSakeOfTopicsAndDoesNothingIsTold() {
        BrokerConfig config =
                BrokerConfig.of(Map.of("log.preallocate", "true", "socket.send.buffer.bytes", "1"));
        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "log.preallocate: no effect: the journal is preallocated.",
                        "socket.send.buffer.bytes: without effect, for the system sizes the buffers"
                                + " and queues of sockets");
    }

    @Test
    void whatOneBrokerCannotKeepIsTold() {
        BrokerConfig config =
                BrokerConfig.of(
                        Map.of("default.replication.factor", "3", "min.insync.replicas", "2"));
        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "default.replication.factor: there is one broker, so topics that are"
                                + " created without a replication factor are refused; set it to 1",
                        "min.insync.replicas: there is one broker, so records that are sent with"
                                + " acks=all are refused; set it to 1");
    }

    @Test
    void nothingGivenIsKafkasDefaults() {
        BrokerConfig config = BrokerConfig.of(Map.of());
        assertThat(config.notices()).isEmpty();
        assertThat(config.nodeId()).isEqualTo(1);
        assertThat(config.listeners()).containsExactly(new Listener("PLAINTEXT", "", 9092));
        assertThat(config.logDir()).isEqualTo("reservoir-data");
        assertThat(config.numPartitions()).isEqualTo(1);
        assertThat(config.autoCreateTopics()).isTrue();
        assertThat(config.flushPolicy()).isEqualTo(BrokerConfig.FlushPolicy.SYNC);
        assertThat(config.offsetsTopicPartitions()).isEqualTo(50);
        assertThat(config.rack()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num.partitons|3|Unknown configuration num.partitons: neither Kafka 4.3 nor"
                        + " Reservoir has it. Did you mean num.partitions?",
                "wholly.else.xyzzy|3|Unknown configuration wholly.else.xyzzy: neither Kafka 4.3 nor"
                        + " Reservoir has it",
                "num.partitions|0|Invalid value 0 for configuration num.partitions: must be at"
                        + " least 1",
                "num.partitions|many|Invalid value many for configuration num.partitions: must be a"
                        + " whole number between -2147483648 and 2147483647",
                "auto.create.topics.enable|yes|must be true or false",
                "flush.policy|never|must be one of sync, os",
                "log.dirs|/a,/b|Invalid value /a,/b for configuration log.dirs: must be one"
                        + " directory",
                "listeners|9092|must be NAME://host:port",
                "listeners|PLAINTEXT://:99999|the port must be between 0 and 65535",
                "listeners|SSL://:9093|SSL is not served yet; use PLAINTEXT://:9093",
                "listeners|INSIDE://:9093|add INSIDE:PLAINTEXT to it",
                "listeners|PLAINTEXT://:1,PLAINTEXT://:2|the name PLAINTEXT occurs twice",
                "advertised.listeners|PLAINTEXT://0.0.0.0:9092|must have a host name or address",
                "advertised.listeners|OTHER://a:9092|listeners has no OTHER",
                "authorizer.class.name|org.x.Y|Configuration authorizer.class.name=org.x.Y cannot"
                        + " be kept: authorization is not served yet",
                "remote.log.storage.system.enable|true|tiered storage is not served",
                "log.retention.ms|0|must be at least 1, or -1 for no limit",
                "log.cleanup.policy|keep|must be a list of compact, delete",
                "log.cleaner.dedupe.buffer.size|1048575|must be at least 1048576",
                "log.cleaner.io.max.bytes.per.second|0.5|must be at least 1",
                "journal.segment.bytes|1048577|must be a multiple of 4096",
                "journal.segment.bytes|1073741824|must be at least twice journal.segment.bytes",
                "group.min.session.timeout.ms|9000000|must not be above"
                        + " group.max.session.timeout.ms",
                "offsets.topic.segment.bytes|1000|cannot be used for __consumer_offsets",
            })
    void refusesInOneSentence(String key, String value, String message) {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of(key, value)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatKafkaHasByDefaultIsNoReasonToRefuse() {
        BrokerConfig config =
                BrokerConfig.of(
                        Map.of(
                                "remote.log.storage.system.enable", "false",
                                "authorizer.class.name", "",
                                "sasl.enabled.mechanisms", "GSSAPI",
                                "zookeeper.connect", "localhost:2181"));
        assertThat(config.notices())
                .containsExactlyInAnyOrder(
                        "sasl.enabled.mechanisms: without effect, for TLS and authentication are"
                                + " not served yet and no listener asks for them",
                        "zookeeper.connect: not needed, for there is no ZooKeeper");
    }

    @Test
    void brokerIdIsAnOlderNameOfNodeId() {
        assertThat(BrokerConfig.of(Map.of("broker.id", "7")).nodeId()).isEqualTo(7);
        assertThat(BrokerConfig.of(Map.of("broker.id", "7", "node.id", "7")).nodeId()).isEqualTo(7);
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("broker.id", "7", "node.id", "8")))
                .hasMessageContaining("broker.id=7 and node.id=8 differ");
    }

    @Test
    void listenersHaveNamesAndIpv6Addresses() {
        BrokerConfig config =
                BrokerConfig.of(
                        Map.of(
                                "listeners",
                                "INSIDE://[::1]:9092, OUTSIDE://10.0.0.1:0",
                                "listener.security.protocol.map",
                                "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT"));
        assertThat(config.listeners())
                .containsExactly(
                        new Listener("INSIDE", "::1", 9092),
                        new Listener("OUTSIDE", "10.0.0.1", 0));
        assertThat(config.listeners().getFirst()).hasToString("INSIDE://[::1]:9092");
    }

    @Test
    void settingsOnTheCommandLineAreSplitAtTheFirstEquals() {
        assertThat(Settings.parse("a.b=c=d")).isEqualTo(Map.entry("a.b", "c=d"));
        assertThatThrownBy(() -> Settings.parse("nonsense"))
                .hasMessage("Invalid setting nonsense: must be key=value");
    }
}
