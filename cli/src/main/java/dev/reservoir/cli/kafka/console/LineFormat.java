package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.UsageException;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * How a line of input becomes a record, under Kafka's names for the reader's properties.
 *
 * @param nullMarker a key, value or header value equal to it is null; none by default
 */
record LineFormat(
        boolean parseKey,
        String keySeparator,
        boolean parseHeaders,
        HeaderFormat headers,
        boolean ignoreError,
        @Nullable String nullMarker) {

    /**
     * How headers look in front of key and value.
     *
     * @param delimiter ends the headers
     * @param separator stands between two headers; a regular expression
     * @param keySeparator stands between a header's key and value
     */
    record HeaderFormat(String delimiter, String separator, String keySeparator) {}

    static LineFormat of(Map<String, String> properties) {
        LineFormat format =
                new LineFormat(
                        flag(properties, "parse.key"),
                        properties.getOrDefault("key.separator", "\t"),
                        flag(properties, "parse.headers"),
                        new HeaderFormat(
                                properties.getOrDefault("headers.delimiter", "\t"),
                                properties.getOrDefault("headers.separator", ","),
                                properties.getOrDefault("headers.key.separator", ":")),
                        flag(properties, "ignore.error"),
                        properties.get("null.marker"));
        format.check();
        return format;
    }

    private static boolean flag(Map<String, String> properties, String name) {
        return "true".equalsIgnoreCase(properties.getOrDefault(name, "").trim());
    }

    private void check() {
        differ("headers.delimiter", headers.delimiter, "headers.separator", headers.separator);
        differ(
                "headers.delimiter",
                headers.delimiter,
                "headers.key.separator",
                headers.keySeparator);
        differ(
                "headers.separator",
                headers.separator,
                "headers.key.separator",
                headers.keySeparator);
        differ("null.marker", nullMarker, "key.separator", keySeparator);
        differ("null.marker", nullMarker, "headers.separator", headers.separator);
        differ("null.marker", nullMarker, "headers.delimiter", headers.delimiter);
        differ("null.marker", nullMarker, "headers.key.separator", headers.keySeparator);
    }

    private static void differ(
            String name, @Nullable String value, String otherName, String other) {
        if (other.equals(value)) {
            throw new UsageException(
                    name + " and " + otherName + " may not be equal; both are '" + value + "'");
        }
    }
}
