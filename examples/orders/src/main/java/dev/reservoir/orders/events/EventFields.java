package dev.reservoir.orders.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The fields of a JSON object, each of its kind or refused with its name. Fields that nobody asks
 * for are ignored, so that an event may gain some.
 */
final class EventFields {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final int SHOWN = 60;
    private static final BigDecimal TOO_MUCH = new BigDecimal(1_000_000_000_000L);

    private final JsonNode object;

    private EventFields(JsonNode object) {
        this.object = object;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static EventFields of(String text) throws UnreadableEventException {
        try {
            JsonNode read = JSON.readTree(text);
            if (read.isObject()) {
                return new EventFields(read);
            }
        } catch (JsonProcessingException _) {
            // Said below, as of any other text that is no JSON object.
        }
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        throw new UnreadableEventException("not a JSON object: " + shown);
    }

    String text(String name) throws UnreadableEventException {
        JsonNode value = object.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "a text");
        }
        return value.textValue();
    }

    int count(String name) throws UnreadableEventException {
        JsonNode value = object.path(name);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw wrong(name, "a whole number from 1 on");
        }
        return value.intValue();
    }

    /** With two decimals. Looked at before it is rounded: 1e100000000 would take all memory. */
    BigDecimal amount(String name) throws UnreadableEventException {
        JsonNode value = object.path(name);
        BigDecimal amount = value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
        if (amount == null || amount.signum() < 0 || amount.scale() > 2) {
            throw wrong(name, "an amount from 0 on with at most two decimals");
        }
        if (amount.compareTo(TOO_MUCH) >= 0) {
            throw wrong(name, "below " + TOO_MUCH);
        }
        return amount.setScale(2);
    }

    Instant instant(String name) throws UnreadableEventException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException _) {
            throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private UnreadableEventException wrong(String name, String expected) {
        JsonNode value = object.path(name);
        return new UnreadableEventException(
                value.isMissingNode()
                        ? name + " is missing"
                        : "%s is %s; it must be %s".formatted(name, value, expected));
    }
}
