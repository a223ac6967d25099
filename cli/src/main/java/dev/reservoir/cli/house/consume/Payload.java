package dev.reservoir.cli.house.consume;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A key, a value or a header's value: bytes, read as text or JSON where they are that, else as hex.
 */
sealed interface Payload {
    /** What the bytes are read as. */
    enum Format {
        AUTO,
        TEXT,
        JSON,
        HEX
    }

    /** In one line, or for JSON that was asked for in several. */
    String shown();

    /** The name of the format that fitted. */
    String format();

    /** Bytes that are not there. */
    record Null() implements Payload {
        @Override
        public String shown() {
            return "null";
        }

        @Override
        public String format() {
            return "null";
        }
    }

    /** Text in UTF-8. */
    record Text(String text) implements Payload {
        @Override
        public String shown() {
            return text;
        }

        @Override
        public String format() {
            return "text";
        }
    }

    /** An object or an array in JSON; {@code wide}: shown in several lines. */
    record Json(JsonNode node, String text, boolean wide) implements Payload {
        /** As maps, lists, text, numbers and truth values. */
        Object plain() {
            return Mapper.STRICT.convertValue(node, Object.class);
        }

        @Override
        public String shown() {
            return wide ? node.toPrettyString() : text;
        }

        @Override
        public String format() {
            return "json";
        }
    }

    /** Anything. */
    final class Hex implements Payload {
        private final byte[] bytes;

        private Hex(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String shown() {
            return "0x" + digits();
        }

        String digits() {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public String format() {
            return "hex";
        }
    }

    /** Reads bytes as far as they are what was asked for; what is not is shown as hex. */
    static Payload of(byte @Nullable [] bytes, Format format) {
        if (bytes == null) {
            return new Null();
        }
        String text = format == Format.HEX ? null : text(bytes);
        if (text == null) {
            return new Hex(bytes);
        }
        JsonNode node = format == Format.TEXT ? null : json(text);
        return node == null ? new Text(text) : new Json(node, text, format == Format.JSON);
    }

    /** The text, or null if these bytes are none that a terminal should see. */
    private static @Nullable String text(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
        boolean printable =
                text.codePoints()
                        .allMatch(each ->
                                !Character.isISOControl(each) || "\t\n\r".indexOf(each) >= 0);
        return printable ? text : null;
    }

    private static @Nullable JsonNode json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return null;
        }
        try {
            return Mapper.STRICT.readTree(stripped);
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    /** One for all; made when the first JSON comes. */
    final class Mapper {
        /**
         * Jackson writes a thousand levels, and those around a value or a header are among them.
         */
        private static final int DEEPEST = 990;

        private static final ObjectMapper STRICT =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(DEEPEST)
                                                        .build())
                                        .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                        .build();

        private Mapper() {}
    }
}
