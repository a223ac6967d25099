package dev.reservoir.testing.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A disk that fills up under a broker: records are refused with KAFKA_STORAGE_ERROR, nothing that
 * was acknowledged is lost, and writing goes on when there is space again. Needs root for the small
 * file system it runs on.
 */
class FullDiskTest {
    private static final String TOPIC = "fills-the-disk";
    private static final int MB = 1 << 20;
    private static final int RESERVE_MB = 8;
    private static final int VALUE_BYTES = 100_000;

    @TempDir Path directory;

    private Path disk;
    private long written;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        Process mount =
                new ProcessBuilder(
                                "mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", disk.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(mount.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(
                mount.waitFor() == 0, "a small file system can be mounted by root only: " + said);
    }

    @AfterEach
    void unmount() throws Exception {
        new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }

    @Test
    void recordsAreRefusedUntilThereIsSpaceAgain() throws Exception {
        try (BrokerProcess broker =
                BrokerProcess.start(
                        disk,
                        "--set",
                        "disk.reserve.bytes=" + RESERVE_MB * MB,
                        "--set",
                        "journal.segment.bytes=4194304",
                        "--set",
                        "journal.max.bytes=33554432")) {
            createTopic(broker);
            fillWithRecords(broker);
            assertThat(broker.isAlive()).isTrue();
            assertAllThere(broker);

            broker.kill();
            broker.restart();
            assertAllThere(broker);
            assertThat(refused(broker)).isTrue();

            Files.delete(ballast());
            assertThat(refused(broker)).as("refused with space again").isFalse();
            assertAllThere(broker);
            assertThat(broker.stop()).isIn(0, 143);
            assertThat(broker.log()).doesNotContain("\tat ");
        }
    }

    private Path ballast() {
        return disk.resolve("ballast");
    }

    private static void createTopic(BrokerProcess broker) throws IOException {
        try (RawClient client = new RawClient(broker.port())) {
            Requests.ask(
                    client,
                    ApiKeys.METADATA,
                    9,
                    new MetadataRequestData()
                            .setTopics(List.of(new MetadataRequestTopic().setName(TOPIC)))
                            .setAllowAutoTopicCreation(true),
                    MetadataResponseData.class);
        }
    }

    /** Something else takes most of the disk; records take the rest. */
    private void fillWithRecords(BrokerProcess broker) throws IOException {
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            byte[] piece = new byte[MB];
            while (Files.getFileStore(disk).getUsableSpace() > (RESERVE_MB + 10) * MB) {
                ballast.write(piece);
            }
        }
        for (int i = 0; i < 1_000; i++) {
            if (refused(broker)) {
                return;
            }
        }
        throw new AssertionError("the disk takes records without end");
    }

    /** Writes one record, whose value starts with its number; whether it was refused. */
    private boolean refused(BrokerProcess broker) throws IOException {
        byte[] value = new byte[VALUE_BYTES];
        ByteBuffer.wrap(value).putLong(written);
        byte[] batch =
                RawBatch.of(new SimpleRecord(System.currentTimeMillis(), null, value)).bytes();
        try (RawClient client = new RawClient(broker.port())) {
            client.sendFrame(Requests.produce(-1, TOPIC, batch));
            PartitionProduceResponse answer =
                    Requests.answer(client, ApiKeys.PRODUCE, 9, ProduceResponseData.class)
                            .responses()
                            .iterator()
                            .next()
                            .partitionResponses()
                            .getFirst();
            if (answer.errorCode() == Errors.NONE.code()) {
                assertThat(answer.baseOffset()).isEqualTo(written++);
                return false;
            }
            assertThat(Errors.forCode(answer.errorCode())).isEqualTo(Errors.KAFKA_STORAGE_ERROR);
            assertThat(answer.errorMessage()).contains("is full", "disk.reserve.bytes");
            return true;
        }
    }

    private void assertAllThere(BrokerProcess broker) {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        Map<String, Object> settings =
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap());
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, written);
            long read = 0;
            while (read < written) {
                for (var record : consumer.poll(Duration.ofSeconds(10))) {
                    assertThat(ByteBuffer.wrap(record.value()).getLong()).isEqualTo(read++);
                }
            }
        }
    }
}
