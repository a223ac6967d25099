package dev.reservoir.cli.kafka.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.regex.Pattern;

/**
 * Records that Apache Kafka 4.3.1 wrote, printed as its own formatters print them; older versions
 * by their schema.
 */
final class CoordinatorFormatterTest {
    private static final String OFFSET_KEY =
            "\\x00\\x01\\x00\\x07readers\\x00\\x09greetings\\x00\\x00\\x00\\x00";
    private static final String OFFSET_JSON =
            "{\"key\":{\"type\":1,\"data\":{\"group\":\"readers\",\"topic\":\"greetings\",\"partition\":0}},\"value\":";
    private static final String OFFSET_VALUE =
            "\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x01\\xA2\\x07\\xB48\\x00\\x01\\x00\\x10h\\xE6\\x5C\\x0Dc.H:\\x8DJ2\\xA6\\x10\\xD2"
                + " 4";
    private static final String ID = "\\x00+inst-1-ba278620-31e5-4e62-8ee9-1c3d0696b2a1";
    private static final String GROUP_VALUE =
            "\\x00\\x03\\x00\\x08consumer\\x00\\x00\\x00\\x01\\x00\\x05range"
                    + ID
                    + "\\x00\\x00\\x01\\xA2\\x07\\x86\\x92\\xA6\\x00\\x00\\x00\\x01"
                    + ID
                    + "\\x00\\x06inst-1\\x00\\x10console-consumer\\x00\\x0A/127.0.0.1\\x00\\x04\\x93\\xE0\\x00\\x00\\xAF\\xC8"
                    + "\\x00\\x00\\x00\\x18\\x00\\x03\\x00\\x00\\x00\\x01\\x00\\x02t1\\xFF\\xFF\\xFF\\xFF\\x00\\x00\\x00\\x00"
                    + "\\xFF\\xFF\\xFF\\xFF\\xFF\\xFF\\x00\\x00\\x00\\x1E\\x00\\x03\\x00\\x00\\x00\\x01\\x00\\x02t1\\x00\\x00\\x00"
                    + "\\x03\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x02\\xFF\\xFF\\xFF\\xFF";
    private static final String GROUP_KEY = "\\x00\\x02\\x00\\x02ga";

    private static byte[] bytes(String escaped) {
        return Pattern.compile("\\\\x([0-9A-F]{2})")
                .matcher(escaped)
                .replaceAll(hex -> {
                    String one = String.valueOf((char) Integer.parseInt(hex.group(1), 16));
                    return java.util.regex.Matcher.quoteReplacement(one);
                })
                .getBytes(ISO_8859_1);
    }

    // A tombstone's value is null, which Kafka's types do not say.
    @SuppressWarnings("NullAway")
    private static String print(CoordinatorRecords kind, String key, @Nullable String value) {
        byte @Nullable [] valueBytes = value == null ? null : bytes(value);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CoordinatorFormatter(kind)
                .writeTo(
                        new ConsumerRecord<>("__consumer_offsets", 0, 0, bytes(key), valueBytes),
                        new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }

    @Test
    void printsACommittedOffset() {
        assertThat(print(new OffsetRecords(), OFFSET_KEY, OFFSET_VALUE))
                .isEqualTo(
                        OFFSET_JSON
                                + "{\"version\":4,\"data\":{\"offset\":3,\"leaderEpoch\":0,\"metadata\":\"\",\"commitTimestamp\":1795425581056,\"topicId\":\"aOZcDWMuSDqNSjKmENIgNA\"}}}\n");
    }

    @Test
    void printsOlderVersionsOfACommittedOffset() {
        String offset = "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x03";
        String metadata = "\\x00\\x01m";
        String time = "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x07";
        assertThat(
                        print(
                                new OffsetRecords(),
                                OFFSET_KEY,
                                "\\x00\\x03" + offset + "\\x00\\x00\\x00\\x05" + metadata + time))
                .endsWith(
                        "{\"version\":3,\"data\":{\"offset\":3,\"leaderEpoch\":5,\"metadata\":\"m\",\"commitTimestamp\":7}}}\n");
        assertThat(
                        print(
                                new OffsetRecords(),
                                OFFSET_KEY,
                                "\\x00\\x01" + offset + metadata + time + time))
                .endsWith(
                        "{\"version\":1,\"data\":{\"offset\":3,\"metadata\":\"m\",\"commitTimestamp\":7,\"expireTimestamp\":7}}}\n");
        assertThat(print(new OffsetRecords(), OFFSET_KEY, "\\x00\\x00" + offset + metadata + time))
                .endsWith(
                        "{\"version\":0,\"data\":{\"offset\":3,\"metadata\":\"m\",\"commitTimestamp\":7}}}\n");
    }

    @Test
    void printsAClassicGroup() {
        String id = "inst-1-ba278620-31e5-4e62-8ee9-1c3d0696b2a1";
        assertThat(print(new GroupRecords(), GROUP_KEY, GROUP_VALUE))
                .isEqualTo(
                        "{\"key\":{\"type\":2,\"data\":{\"group\":\"ga\"}},\"value\":{\"version\":3,\"data\":"
                            + "{\"protocolType\":\"consumer\",\"generation\":1,\"protocol\":\"range\",\"leader\":\""
                                + id
                                + "\",\"currentStateTimestamp\":1795422589606,\"members\":[{\"memberId\":\""
                                + id
                                + "\",\"groupInstanceId\":\"inst-1\",\"clientId\":\"console-consumer\",\"clientHost\":\"/127.0.0.1\",\"rebalanceTimeout\":300000,\"sessionTimeout\":45000,\"subscription\":\"AAMAAAABAAJ0Mf////8AAAAA////////\",\"assignment\":\"AAMAAAABAAJ0MQAAAAMAAAAAAAAAAQAAAAL/////\"}]}}}\n");
    }

    @Test
    void printsATombstoneAndAVersionItDoesNotKnow() {
        assertThat(print(new OffsetRecords(), OFFSET_KEY, null)).isEqualTo(OFFSET_JSON + "null}\n");
        assertThat(print(new OffsetRecords(), OFFSET_KEY, "\\x00\\x09whatever"))
                .isEqualTo(OFFSET_JSON + "{\"version\":9,\"data\":\"unknown\"}}\n");
    }

    @Test
    void leavesOtherRecordsOut() {
        assertThat(print(new OffsetRecords(), GROUP_KEY, GROUP_VALUE)).isEmpty();
        assertThat(print(new GroupRecords(), OFFSET_KEY, OFFSET_VALUE)).isEmpty();
        assertThat(print(new GroupRecords(), "x", null)).isEmpty();
    }

    @Test
    void refusesALengthThatIsNotThere() {
        assertThatThrownBy(() -> print(new OffsetRecords(), "\\x00\\x01\\x7F\\xFFshort", null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32767");
    }
}
