package dev.reservoir.cli.kafka.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.Map;

/**
 * Kafka's {@code LoggingMessageFormatter}: the record as the default prints it, then a line of a
 * log with timestamp, key and value, which as all logs goes to standard error.
 */
final class LoggingFormatter implements MessageFormatter {
    private final RecordFormatter plain;
    private final PrintStream log;

    LoggingFormatter(PrintStream log) {
        this.plain = new RecordFormatter(log);
        this.log = log;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        plain.configure(properties);
    }

    @Override
    public void writeTo(ConsumerRecord<byte[], byte[]> record, PrintStream out) {
        plain.writeTo(record, out);
        String time =
                record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE
                        ? ""
                        : record.timestampType() + ":" + record.timestamp() + ", ";
        log.println(time + "key:" + text(record.key()) + ", value:" + text(record.value()));
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }
}
