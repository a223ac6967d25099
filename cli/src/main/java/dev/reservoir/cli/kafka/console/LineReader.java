package dev.reservoir.cli.kafka.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * Turns lines into records: {@code headers<delimiter>key<separator>value}, each part only where it
 * is asked for.
 */
final class LineReader {
    private final String topic;
    private final LineFormat format;
    private final Pattern headersSeparator;
    private long lineNumber;

    LineReader(String topic, LineFormat format) {
        this.topic = topic;
        this.format = format;
        this.headersSeparator = Pattern.compile(format.headers().separator());
    }

    /** The record of the next line. */
    ProducerRecord<byte[], byte[]> read(String line) {
        lineNumber++;
        String rest = line;
        String headers = null;
        if (format.parseHeaders()) {
            headers = before(rest, format.headers().delimiter(), "headers delimiter", line);
            rest =
                    headers == null
                            ? rest
                            : rest.substring(
                                    headers.length() + format.headers().delimiter().length());
        }
        String key = null;
        if (format.parseKey()) {
            key = before(rest, format.keySeparator(), "key separator", line);
            rest =
                    key == null
                            ? rest
                            : rest.substring(key.length() + format.keySeparator().length());
        }
        ProducerRecord<byte[], byte[]> record = record(bytes(key), bytes(rest));
        if (headers != null && !headers.equals(format.nullMarker())) {
            addHeaders(headers, record.headers());
        }
        return record;
    }

    // The client takes null keys and values but does not say so in its types.
    @SuppressWarnings("NullAway")
    private ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>(topic, key, value);
    }

    private @Nullable String before(String text, String separator, String what, String line) {
        int end = text.indexOf(separator);
        if (end >= 0) {
            return text.substring(0, end);
        }
        if (format.ignoreError()) {
            return null;
        }
        throw new CommandFailure(
                "No " + what + " found on line number " + lineNumber + ": '" + line + "'");
    }

    private void addHeaders(String text, Headers headers) {
        String separator = format.headers().keySeparator();
        for (String pair : headersSeparator.split(text)) {
            int end = pair.indexOf(separator);
            if (end >= 0) {
                String key = pair.substring(0, end);
                if (key.equals(format.nullMarker())) {
                    throw new CommandFailure(
                            "Header keys should not be equal to the null marker '"
                                    + format.nullMarker()
                                    + "' as they can't be null (line number "
                                    + lineNumber
                                    + ")");
                }
                headers.add(key, bytes(pair.substring(end + separator.length())));
            } else if (format.ignoreError()) {
                headers.add(pair, null);
            } else {
                throw new CommandFailure(
                        "No header key separator found in pair '"
                                + pair
                                + "' on line number "
                                + lineNumber);
            }
        }
    }

    private byte @Nullable [] bytes(@Nullable String text) {
        return text == null || text.equals(format.nullMarker()) ? null : text.getBytes(UTF_8);
    }
}
