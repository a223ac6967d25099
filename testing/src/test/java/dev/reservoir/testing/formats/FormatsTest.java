package dev.reservoir.testing.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.testing.process.BrokerProcess;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads the files of a real broker with the offsets and lengths of docs/FORMATS.md and no code of
 * the engine.
 */
class FormatsTest {
    private static final String TOPIC = "formats";
    private static final int RECORDS = 40;
    private static final int BLOCK = 4096;

    @TempDir Path directory;

    @Test
    void theFilesAreWhatThePageSays() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory)) {
            produce(broker.bootstrap());
            broker.stop();
            checkJournal(broker.dataDirectory().resolve("journal"));
            checkMeta(broker.dataDirectory().resolve("meta.properties"));
            checkCheckpoint(broker.dataDirectory());
        }
    }

    private static void produce(String bootstrap) throws Exception {
        Map<String, Object> settings =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0);
        try (var producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(TOPIC, new byte[1000])).get();
            }
        }
    }

    private static void checkMeta(Path file) throws IOException {
        assertThat(Files.readAllLines(file))
                .contains("version=1", "reservoir.format.version=1", "node.id=1")
                .anyMatch(line -> line.matches("directory.id=[A-Za-z0-9_-]{22}"));
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private static String magic(ByteBuffer bytes, int at) {
        return StandardCharsets.ISO_8859_1.decode(bytes.slice(at, 4)).toString();
    }

    private static int crc(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part.duplicate());
        }
        return (int) crc.getValue();
    }

    private static void checkJournal(Path journal) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(journal)) {
            segments =
                    files.filter(file -> file.toString().endsWith(".journal"))
                            .sorted(Comparator.naturalOrder())
                            .toList();
        }
        assertThat(segments.getFirst().getFileName().toString()).matches("\\d{8}\\.journal");
        int appended = 0;
        for (Path file : segments) {
            ByteBuffer segment = bytes(file);
            if (segment.getInt(0) != 0) {
                appended += checkSegment(segment);
            }
        }
        assertThat(appended).as("records in the journal's batches").isGreaterThanOrEqualTo(RECORDS);
    }

    /** Returns the records that its appends hold. */
    private static int checkSegment(ByteBuffer segment) {
        assertThat(magic(segment, 0)).isEqualTo("RSVJ");
        assertThat(segment.getShort(4)).isEqualTo((short) 1);
        assertThat(segment.getInt(60)).isEqualTo(crc(segment.slice(0, 60)));
        long generation = segment.getLong(8);
        int records = 0;
        long number = -1;
        for (int at = BLOCK; at < segment.limit() && magic(segment, at).equals("RSVC"); ) {
            ByteBuffer commit = segment.slice(at, segment.getInt(at + 24));
            assertThat(commit.limit() % BLOCK).isZero();
            assertThat(commit.getLong(8)).isEqualTo(generation);
            assertThat(number < 0 || commit.getLong(16) == number + 1).isTrue();
            number = commit.getLong(16);
            records += checkCommit(commit);
            at += commit.limit();
        }
        return records;
    }

    private static int checkCommit(ByteBuffer commit) {
        int rows = commit.getInt(28);
        int footerAt = commit.limit() - 64;
        ByteBuffer table = commit.slice(64, 52 * rows);
        assertThat(commit.slice(footerAt - 52 * rows, 52 * rows)).isEqualTo(table);
        assertThat(magic(commit, footerAt)).isEqualTo("RSVF");
        assertThat(commit.slice(footerAt + 4, 56)).isEqualTo(commit.slice(4, 56));
        assertThat(commit.get(6)).as("flush policy").isZero();
        assertThat(commit.getInt(60)).isEqualTo(crc(commit.slice(0, 60), table));
        assertThat(commit.getInt(footerAt + 60)).isEqualTo(crc(commit.slice(footerAt, 60), table));
        int records = 0;
        int at = 64 + 52 * rows;
        for (int row = 0; row < 52 * rows; row += 52) {
            ByteBuffer payload = commit.slice(at, table.getInt(row + 44));
            at += payload.limit();
            assertThat(table.getInt(row + 48)).isEqualTo(crc(commit.slice(8, 16), payload));
            if (table.getInt(row + 20) == 1) {
                assertThat(payload.get(16)).as("magic of the batch").isEqualTo((byte) 2);
                assertThat(payload.getLong(0)).isEqualTo(table.getLong(row + 28));
                assertThat(payload.getInt(12)).isEqualTo(table.getInt(row + 24));
                records += (int) (table.getLong(row + 36) - table.getLong(row + 28));
            }
        }
        return records;
    }

    private static void checkCheckpoint(Path data) throws IOException {
        ByteBuffer first = bytes(data.resolve("checkpoint.0"));
        ByteBuffer second = bytes(data.resolve("checkpoint.1"));
        assertThat(Math.abs(first.getLong(8) - second.getLong(8))).isEqualTo(1);
        ByteBuffer file = first.getLong(8) > second.getLong(8) ? first : second;
        assertThat(magic(file, 0)).isEqualTo("RSCP");
        assertThat(file.getShort(4)).isEqualTo((short) 1);
        assertThat(file.getInt(60)).isEqualTo(crc(file.slice(0, 60)));
        ByteBuffer body = file.slice(64, Math.toIntExact(file.getLong(44)));
        assertThat(file.getInt(52)).isEqualTo(crc(body));
        List<String> names = new ArrayList<>();
        for (int row = 0; row < file.getInt(40); row++) {
            names.add(checkRow(body, data));
        }
        assertThat(body.hasRemaining()).isFalse();
        assertThat(names).contains(TOPIC, "__cluster_metadata");
    }

    private static String text(ByteBuffer source) {
        byte[] bytes = new byte[source.getShort()];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String checkRow(ByteBuffer body, Path data) throws IOException {
        body.position(body.position() + 16);
        int partition = body.getInt();
        assertThat(body.getLong()).as("log start").isZero();
        long next = body.getLong();
        String topic = text(body);
        assertThat(text(body)).as("damage").isEmpty();
        Path directory = data.resolve(topic + "-" + partition);
        for (int segments = body.getInt(); segments > 0; segments--) {
            String base = "%020d".formatted(body.getLong());
            assertThat(Files.size(directory.resolve(base + ".log"))).isEqualTo(body.getLong());
            assertThat(body.getLong()).isEqualTo(next);
            body.position(body.position() + 24);
        }
        assertThat(body.getLong()).as("offset of the state").isLessThanOrEqualTo(next);
        ByteBuffer state = body.slice(body.position() + 4, body.getInt(body.position()));
        body.position(body.position() + 4 + state.limit());
        if (topic.equals(TOPIC)) {
            assertThat(next).isEqualTo(RECORDS);
            checkState(state);
            checkIndexes(directory);
        }
        return topic;
    }

    private static void checkState(ByteBuffer state) {
        assertThat(state.get()).as("format").isEqualTo((byte) 2);
        assertThat(state.getInt()).as("epochs").isEqualTo(1);
        assertThat(state.getInt()).as("epoch of the first start").isZero();
        assertThat(state.getLong()).as("its start").isZero();
        assertThat(state.getInt()).as("producers").isEqualTo(1);
        state.position(state.position() + 8 + 2);
        assertThat(state.getInt()).as("epoch of the coordinator").isEqualTo(-1);
        state.getLong();
        assertThat(state.getLong()).as("open transaction").isEqualTo(-1);
        assertThat(state.getLong()).as("last marker").isEqualTo(-1);
        assertThat(state.get()).as("batches").isEqualTo((byte) 5);
        state.position(state.position() + 4 * 32);
        assertThat(state.getInt()).as("first sequence").isEqualTo(RECORDS - 1);
        assertThat(state.getInt()).as("last sequence").isEqualTo(RECORDS - 1);
        assertThat(state.getLong()).as("base offset").isEqualTo(RECORDS - 1);
        assertThat(state.getLong()).as("next offset").isEqualTo(RECORDS);
        assertThat(state.getLong()).as("append time").isEqualTo(-1);
        assertThat(state.getInt()).as("aborted transactions").isZero();
        assertThat(state.hasRemaining()).isFalse();
    }

    private static void checkIndexes(Path directory) throws IOException {
        String base = "0".repeat(20);
        ByteBuffer log = bytes(directory.resolve(base + ".log"));
        ByteBuffer offsets = bytes(directory.resolve(base + ".index"));
        assertThat(offsets.limit()).isPositive();
        for (int at = 0; at < offsets.limit(); at += 8) {
            int batch = offsets.getInt(at + 4);
            int last = (int) log.getLong(batch) + log.getInt(batch + 23);
            assertThat(offsets.getInt(at)).isEqualTo(last);
        }
        ByteBuffer times = bytes(directory.resolve(base + ".timeindex"));
        assertThat(times.limit() % 12).isZero();
        assertThat(times.limit()).isPositive();
        assertThat(Files.readString(directory.resolve("partition.metadata")))
                .matches("version: 0\ntopic_id: [A-Za-z0-9_-]{22}");
    }
}
