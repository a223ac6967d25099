package dev.reservoir.cli.house.config;

import dev.reservoir.cli.UsageException;
import dev.reservoir.cli.house.Sizes;
import dev.reservoir.cli.house.Times;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings given as {@code key=value}, with spans of time and sizes as people write them. */
public final class Assignments {
    private static final String NUMBER = "-?\\d+";

    private Assignments() {}

    /** The values under Kafka's names and in Kafka's units. */
    public static Map<String, String> parse(List<String> assignments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "'" + assignment + "' is not KEY=VALUE; for example retention.ms=7d");
            }
            String key = assignment.substring(0, equals).strip();
            settings.put(key, value(key, assignment.substring(equals + 1).strip()));
        }
        return settings;
    }

    private static String value(String key, String text) {
        if (text.matches(NUMBER) || text.isEmpty()) {
            return text;
        }
        if (key.endsWith(".ms")) {
            return String.valueOf(Times.span(key, text).toMillis());
        }
        return key.endsWith(".bytes") ? String.valueOf(Sizes.parse(key, text)) : text;
    }

    /** A value as people read it: spans and sizes beside their numbers. */
    public static String shown(String key, String value) {
        if (!value.matches("\\d{4,18}")) {
            return value;
        }
        long number = Long.parseLong(value);
        if (number >= Long.MAX_VALUE / 1_000_000) {
            return value;
        }
        if (key.endsWith(".ms")) {
            return value + " (" + Times.text(java.time.Duration.ofMillis(number)) + ")";
        }
        return key.endsWith(".bytes") ? value + " (" + Sizes.text(number) + ")" : value;
    }
}
