package dev.reservoir.cli.kafka.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.reservoir.cli.CommandFailure;
import dev.reservoir.cli.KeyValues;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file of {@code --offset-json-file}: {@code {"partitions": [{"topic": "t", "partition": 0,
 * "offset": 5}], "version": 1}}.
 */
final class OffsetFile {
    private static final int VERSION = 1;

    private OffsetFile() {}

    static Map<TopicPartition, Long> read(String file) {
        String text;
        try {
            text = Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure(
                    "Cannot read --offset-json-file " + file + ": " + KeyValues.reason(e), e);
        }
        try {
            return parse(text);
        } catch (CommandFailure e) {
            throw new CommandFailure(file + ": " + e.getMessage(), e);
        }
    }

    /** The offset below which each partition's records are to go; -1 for all of them. */
    static Map<TopicPartition, Long> parse(String text) {
        JsonNode root = tree(text);
        if (!root.isObject()) {
            throw new CommandFailure("Expected JSON object, received " + root);
        }
        JsonNode version = root.get("version");
        if (version != null && integer(version) != VERSION) {
            throw new CommandFailure("Not supported version field value " + version);
        }
        JsonNode partitions = root.get("partitions");
        if (partitions == null) {
            throw new CommandFailure("Missing partitions field");
        }
        if (!partitions.isArray()) {
            throw new CommandFailure("Expected JSON array, received " + partitions);
        }
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (JsonNode entry : partitions) {
            JsonNode topic = field(entry, "topic");
            if (!topic.isTextual()) {
                throw new CommandFailure("Expected `String` value, received " + topic);
            }
            TopicPartition partition =
                    new TopicPartition(topic.textValue(), integer(field(entry, "partition")));
            JsonNode offset = field(entry, "offset");
            if (!offset.canConvertToLong() || !offset.isIntegralNumber()) {
                throw new CommandFailure("Expected `Long` value, received " + offset);
            }
            if (offsets.put(partition, offset.longValue()) != null) {
                throw new CommandFailure(
                        "Offset json file contains duplicate topic partitions: " + partition);
            }
        }
        return offsets;
    }

    private static JsonNode tree(String text) {
        @Nullable JsonNode root;
        try {
            root = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    "The input string is not a valid JSON: " + e.getOriginalMessage(), e);
        }
        if (root == null || root.isMissingNode()) {
            throw new CommandFailure("The input string is not a valid JSON: it is empty");
        }
        return root;
    }

    private static JsonNode field(JsonNode entry, String name) {
        if (!entry.isObject()) {
            throw new CommandFailure("Expected JSON object, received " + entry);
        }
        JsonNode value = entry.get(name);
        if (value == null) {
            throw new CommandFailure("No such field exists: `" + name + "` in " + entry);
        }
        return value;
    }

    private static int integer(JsonNode value) {
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new CommandFailure("Expected `Integer` value, received " + value);
        }
        return value.intValue();
    }
}
