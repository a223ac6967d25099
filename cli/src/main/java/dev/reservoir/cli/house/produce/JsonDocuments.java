package dev.reservoir.cli.house.produce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/**
 * A record for each JSON document, whatever stands between them, or for each element of an array
 * around them. Numbers keep all their digits.
 */
final class JsonDocuments implements Source {
    /** Where a bracket was opened, in words that are the library's own. */
    private static final String PLACE = " \\(start marker at .*";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final JsonParser parser;
    private final @Nullable String keyField;
    private long number;
    private boolean inArray;

    JsonDocuments(InputStream in, @Nullable String keyField) throws IOException {
        this.parser = MAPPER.createParser(in);
        this.keyField = keyField;
    }

    @Override
    public @Nullable Item next() throws IOException {
        number++;
        try {
            JsonToken token = parser.nextToken();
            while ((token == JsonToken.START_ARRAY && !inArray) || token == JsonToken.END_ARRAY) {
                inArray = token == JsonToken.START_ARRAY;
                token = parser.nextToken();
            }
            if (token == null) {
                return null;
            }
            JsonNode document = MAPPER.readTree(parser);
            return Item.of(key(document), MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "document "
                            + number
                            + " is not JSON: "
                            + e.getOriginalMessage().replaceFirst(PLACE, "")
                            + " (line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr()
                            + ")");
        }
    }

    private @Nullable String key(JsonNode document) throws MalformedException {
        if (keyField == null) {
            return null;
        }
        JsonNode key = document.get(keyField);
        if (key == null) {
            throw new MalformedException(
                    "document "
                            + number
                            + " has no field '"
                            + keyField
                            + "' for the key: "
                            + Shortened.of(document.toString()));
        }
        return key.isNull() ? null : key.isValueNode() ? key.asText() : key.toString();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
