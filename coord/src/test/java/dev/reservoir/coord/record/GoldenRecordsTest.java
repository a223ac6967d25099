package dev.reservoir.coord.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Every record format against bytes that Kafka's own classes wrote, both ways. */
final class GoldenRecordsTest {
    private static final String FILE = "kafka-4.3.1.txt";

    record Golden(String kind, Map<String, String> fields, List<String> members, String hex) {
        int version() {
            return Integer.parseInt(text("version"));
        }

        String text(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }

        @Nullable String nullable(String name) {
            return text(name).equals("~") ? null : text(name);
        }

        int number(String name) {
            return Integer.parseInt(text(name));
        }

        long longer(String name) {
            return Long.parseLong(text(name));
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        }
    }

    static Stream<Golden> goldens() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(GoldenRecordsTest.class.getResourceAsStream(FILE))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(GoldenRecordsTest::parse);
        }
    }

    private static Golden parse(String line) {
        int colon = line.lastIndexOf(" : ");
        String[] words = line.substring(0, colon).split(" ", -1);
        Map<String, String> fields = new HashMap<>();
        List<String> members = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String name = words[i].substring(0, equals);
            String value = words[i].substring(equals + 1);
            if (name.equals("member")) {
                members.add(value);
            } else {
                fields.put(name, value);
            }
        }
        return new Golden(words[0], fields, members, line.substring(colon + 3));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void bytesAndValuesAgree(Golden golden) {
        switch (golden.kind()) {
            case "offset-key" -> {
                OffsetKey key =
                        new OffsetKey(
                                golden.text("group"),
                                golden.text("topic"),
                                golden.number("partition"));
                assertThat(key.encode(golden.version())).isEqualTo(golden.bytes());
                assertThat(RecordKey.decode(golden.bytes())).isEqualTo(key);
            }
            case "group-key" -> {
                GroupKey key = new GroupKey(golden.text("group"));
                assertThat(key.encode()).isEqualTo(golden.bytes());
                assertThat(RecordKey.decode(golden.bytes())).isEqualTo(key);
            }
            case "offset-value" -> {
                OffsetValue value = offsetValue(golden, 99);
                assertThat(value.encode(golden.version())).isEqualTo(golden.bytes());
                assertThat(OffsetValue.decode(golden.bytes()))
                        .isEqualTo(offsetValue(golden, golden.version()));
            }
            case "group-value" -> {
                GroupValue value = groupValue(golden, 99);
                assertThat(value.encode(golden.version())).isEqualTo(golden.bytes());
                assertThat(GroupValue.decode(golden.bytes()))
                        .isEqualTo(groupValue(golden, golden.version()));
            }
            case "txn-key" -> {
                TransactionKey key = new TransactionKey(golden.text("id"));
                assertThat(key.encode()).isEqualTo(golden.bytes());
                assertThat(TransactionKey.decode(golden.bytes())).isEqualTo(key);
            }
            case "txn-value" -> {
                TransactionValue value = transactionValue(golden, 99);
                assertThat(value.encode(golden.version())).isEqualTo(golden.bytes());
                assertThat(TransactionValue.decode(golden.bytes()))
                        .isEqualTo(transactionValue(golden, golden.version()));
            }
            case "unknown-key" -> assertThat(RecordKey.decode(golden.bytes())).isNull();
            default -> throw new IllegalArgumentException(golden.kind());
        }
    }

    /** The value, without the fields that the version does not have (99: with all of them). */
    private static OffsetValue offsetValue(Golden golden, int version) {
        String topicId = golden.nullable("topicId");
        return new OffsetValue(
                golden.longer("offset"),
                version >= 3 ? golden.number("epoch") : -1,
                golden.text("metadata"),
                golden.longer("commit"),
                version == 1 || version == 99 ? golden.longer("expire") : -1,
                topicId == null || version < 4 ? null : UUID.fromString(topicId));
    }

    private static GroupValue groupValue(Golden golden, int version) {
        return new GroupValue(
                golden.text("type"),
                golden.number("generation"),
                golden.nullable("protocol"),
                golden.nullable("leader"),
                version >= 2 ? golden.longer("since") : -1,
                golden.members().stream().map(text -> member(text, version)).toList());
    }

    private static Map<String, List<Integer>> partitions(String topics) {
        Map<String, List<Integer>> partitions = new TreeMap<>();
        for (String topic : topics.isEmpty() ? new String[0] : topics.split(";", -1)) {
            int colon = topic.indexOf(':');
            partitions.put(
                    topic.substring(0, colon),
                    Stream.of(topic.substring(colon + 1).split(",", -1))
                            .filter(text -> !text.isEmpty())
                            .map(Integer::valueOf)
                            .toList());
        }
        return partitions;
    }

    private static TransactionValue transactionValue(Golden golden, int version) {
        String topics = golden.nullable("partitions");
        Map<String, List<Integer>> partitions = topics == null ? null : partitions(topics);
        return new TransactionValue(
                new TransactionValue.Producers(
                        golden.longer("pid"),
                        version >= 1 ? golden.longer("previous") : -1,
                        version >= 1 ? golden.longer("next") : -1,
                        (short) golden.number("epoch")),
                (byte) golden.number("status"),
                partitions,
                new TransactionValue.Times(
                        golden.number("timeout"),
                        golden.longer("updated"),
                        golden.longer("started")),
                (short) (version >= 1 ? golden.number("client") : 0));
    }

    private static MemberValue member(String text, int version) {
        String[] parts = text.split(",", -1);
        return new MemberValue(
                parts[0],
                new MemberValue.Client(
                        version < 3 || parts[1].equals("~") ? null : parts[1], parts[2], parts[3]),
                version >= 1 ? Integer.parseInt(parts[4]) : -1,
                Integer.parseInt(parts[5]),
                Blob.of(HexFormat.of().parseHex(parts[6])),
                Blob.of(HexFormat.of().parseHex(parts[7])));
    }

    @Test
    void kafkasWrittenVersionsAreWritten() {
        OffsetValue plain = new OffsetValue(1, -1, "", 2, -1, null);
        OffsetValue expiring = new OffsetValue(1, -1, "", 2, 3, null);
        GroupValue group = new GroupValue("", 0, null, null, 1, List.of());
        assertThat(plain.encode().getShort(0)).isEqualTo((short) 4);
        assertThat(expiring.encode().getShort(0)).isEqualTo((short) 1);
        assertThat(group.encode().getShort(0)).isEqualTo((short) 3);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void everyCutIsRefusedWithAReason(Golden golden) {
        byte[] whole = golden.bytes().array();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            if (golden.kind().equals("unknown-key") && length >= 2) {
                continue;
            }
            assertThatThrownBy(() -> decode(golden.kind(), cut))
                    .as("cut at %d", length)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    private static @Nullable Object decode(String kind, ByteBuffer bytes) {
        return switch (kind) {
            case "offset-value" -> OffsetValue.decode(bytes);
            case "group-value" -> GroupValue.decode(bytes);
            case "txn-value" -> TransactionValue.decode(bytes);
            case "txn-key" -> TransactionKey.decode(bytes);
            default -> RecordKey.decode(bytes);
        };
    }

    @Test
    void aVersionFromTheFutureIsRefusedByNumber() {
        ByteBuffer future = ByteBuffer.allocate(64).putShort(0, (short) 5);
        assertThatThrownBy(() -> OffsetValue.decode(future)).hasMessageContaining("version 5");
        assertThatThrownBy(() -> GroupValue.decode(future)).hasMessageContaining("version 5");
    }

    @Test
    void tagsOfALaterRevisionAreSkipped() {
        ByteBuffer value = new OffsetValue(1, 2, "m", 3, -1, null).encode(4);
        ByteBuffer tagged = ByteBuffer.allocate(value.limit() + 4);
        tagged.put(value.slice(0, value.limit() - 1)).put(new byte[] {1, 9, 2, 5, 5});
        assertThat(OffsetValue.decode(tagged.flip()).topicId()).isNull();
    }
}
