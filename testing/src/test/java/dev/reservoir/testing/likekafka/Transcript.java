package dev.reservoir.testing.likekafka;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one broker answered in a row, field by field. Ids, leader epochs, times of the broker's
 * clock, ports and the words of a message are replaced by what they stand for.
 */
final class Transcript {
    /** Clients' timestamps lie around it, in the hour before the run. */
    static final long CLIENT_TIME = System.currentTimeMillis() - 3_600_000;

    private static final long BROKER_TIME = CLIENT_TIME + 3_000_000;
    private static final long BROKER_TIME_END = BROKER_TIME + 3_000_000;

    private static final Set<String> TEXTS = Set.of("errorMessage", "batchIndexErrorMessage");
    private static final Set<String> TIMES = Set.of("timestamp", "logAppendTimeMs");
    private static final Set<String> EPOCHS = Set.of("leaderEpoch", "epoch");
    private static final Set<String> PLACES = Set.of("port", "clusterId", "memberId");
    private static final Pattern LAST = Pattern.compile("([A-Za-z]+)(\\[\\d+])?$");

    private final Peer peer;
    private final String topic;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private int answers;

    Transcript(Peer peer, String topic) {
        this.peer = peer;
        this.topic = topic;
    }

    Map<String, String> fields() {
        return fields;
    }

    /** The field's own name, at the end of a path. */
    static String last(String path) {
        Matcher matcher = LAST.matcher(path);
        return matcher.find() ? matcher.group(1) : path;
    }

    /**
     * Whether a field may say something where Kafka says nothing: messages, and where a log starts.
     */
    static boolean saysMore(String path, String kafkas) {
        return (TEXTS.contains(last(path)) && kafkas.equals("null"))
                || (path.endsWith("partitionResponses[0].logStartOffset") && kafkas.equals("-1"));
    }

    /** Name of the API, in the path of a field. */
    static String api(String path) {
        return path.split(" ", 3)[1];
    }

    void addClosed(String what) {
        fields.put("%d %s.connection".formatted(++answers, what), "closed");
    }

    void add(String what, ApiMessage answer, int version) {
        add("%d %s".formatted(++answers, what), json(answer, (short) version));
    }

    private static JsonNode json(ApiMessage answer, short version) {
        try {
            return (JsonNode)
                    Class.forName(answer.getClass().getName() + "JsonConverter")
                            .getMethod("write", answer.getClass(), short.class, boolean.class)
                            .invoke(null, answer, version, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(String path, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(field -> add(path + "." + field.getKey(), field.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add("%s[%d]".formatted(path, i), node.get(i));
            }
            if (node.isEmpty()) {
                fields.put(path, "[]");
            }
        } else {
            fields.put(path, neutral(last(path), node));
        }
    }

    private String neutral(String name, JsonNode value) {
        if (name.equals("errorCode")) {
            return Errors.forCode((short) value.intValue()).name();
        } else if (value.isNull()) {
            return "null";
        } else if (TEXTS.contains(name)) {
            return value.textValue().isEmpty() ? "no text" : "a text";
        } else if (TIMES.contains(name)) {
            return time(value.longValue());
        } else if (EPOCHS.contains(name)) {
            return epoch(value.intValue());
        } else if (name.equals("topicId")) {
            return id(Uuid.fromString(value.textValue()));
        } else if (name.equals("sessionId")) {
            return value.intValue() == 0 ? "none" : "a session";
        }
        return PLACES.contains(name) ? "its " + name : value.asText();
    }

    private String id(Uuid id) {
        String name = peer.topic(id);
        return name == null ? id.toString() : "id of " + name;
    }

    private String epoch(int epoch) {
        if (epoch == -1) {
            return "-1";
        }
        return epoch == peer.epoch(topic)
                ? "current"
                : epoch == peer.firstEpoch(topic) ? "first" : Integer.toString(epoch);
    }

    private static String time(long time) {
        if (time < 0) {
            return Long.toString(time);
        }
        return time >= BROKER_TIME && time < BROKER_TIME_END
                ? "the broker's time"
                : "T%+d".formatted(time - CLIENT_TIME);
    }

    /** What lies in the log. */
    void add(RecordBatch batch) {
        String path = "%d stored".formatted(++answers);
        fields.put(path + ".offsets", batch.baseOffset() + " to " + batch.lastOffset());
        fields.put(path + ".timestampType", batch.timestampType().name());
        fields.put(path + ".maxTimestamp", time(batch.maxTimestamp()));
        fields.put(path + ".compression", batch.compressionType().name());
        fields.put(path + ".producerId", Long.toString(batch.producerId()));
        fields.put(path + ".partitionLeaderEpoch", epoch(batch.partitionLeaderEpoch()));
        for (Record record : batch) {
            String at = "%s.record[%d]".formatted(path, record.offset());
            fields.put(at + ".timestamp", time(record.timestamp()));
            fields.put(at + ".valueSize", Integer.toString(record.valueSize()));
        }
    }
}
