package dev.reservoir.orders.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    BigDecimal amount(String name) throws UnreadableEventException {
        JsonNode value = object.path(name);
        try {
            if (value.isNumber() && value.decimalValue().signum() >= 0) {
                return value.decimalValue().setScale(2, RoundingMode.UNNECESSARY);
            }
        } catch (ArithmeticException _) {
            // Fractions of a cent: said below.
        }
        throw wrong(name, "an amount from 0 on with at most two decimals");
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
