package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.Terminal;
import dev.reservoir.cli.explain.Advice;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Polls a consumer and prints what comes. Used by one thread. */
final class RecordPrinter {
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    private final MessageFormatter formatter;
    private final PrintStream out;
    private final PrintStream err;
    private final int limit;
    private final Duration timeout;
    private final boolean skipOnError;
    private final InstantSource clock;
    private int printed;
    private boolean failed;

    RecordPrinter(
            MessageFormatter formatter,
            ConsumerOptions options,
            Terminal terminal,
            InstantSource clock) {
        this.clock = clock;
        this.formatter = formatter;
        this.out = terminal.out();
        this.err = terminal.err();
        this.limit = options.maxMessages;
        this.timeout = options.timeoutMs < 0 ? FOREVER : Duration.ofMillis(options.timeoutMs);
        this.skipOnError = options.skipMessageOnError;
    }

    int printed() {
        return printed;
    }

    /** Whether a record could not be printed. */
    boolean failed() {
        return failed;
    }

    /**
     * Returns at the limit, after the timeout, at a wake-up, or when nobody reads what is printed.
     */
    void run(Consumer<byte[], byte[]> consumer) {
        try {
            long last = clock.millis();
            while (!full()) {
                Iterator<ConsumerRecord<byte[], byte[]>> records =
                        consumer.poll(timeout).iterator();
                if (records.hasNext()) {
                    print(records);
                    last = clock.millis();
                } else if (clock.millis() - last >= timeout.toMillis()) {
                    return;
                }
                giveBack(records, consumer);
                if (out.checkError()) {
                    err.println("Unable to write to standard out, closing consumer.");
                    return;
                }
            }
        } catch (WakeupException _) {
            // Ctrl+C: leave.
        } catch (KafkaException e) {
            err.println(
                    "Error processing message, terminating consumer process: " + Advice.told(e));
        }
    }

    private boolean full() {
        return failed || (limit >= 0 && printed >= limit);
    }

    private void print(Iterator<ConsumerRecord<byte[], byte[]>> records) {
        while (!full() && records.hasNext()) {
            ConsumerRecord<byte[], byte[]> record = records.next();
            printed++;
            try {
                formatter.writeTo(record, out);
            } catch (RuntimeException e) {
                failed = !skipOnError;
                err.println(
                        "Error processing message at "
                                + record.topic()
                                + "-"
                                + record.partition()
                                + " offset "
                                + record.offset()
                                + (skipOnError ? ", skipping it: " : ", terminating: ")
                                + e.getMessage());
            }
        }
    }

    /** What was fetched and not printed must not be committed. */
    private static void giveBack(
            Iterator<ConsumerRecord<byte[], byte[]>> records, Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> first = new HashMap<>();
        while (records.hasNext()) {
            ConsumerRecord<byte[], byte[]> record = records.next();
            first.putIfAbsent(
                    new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        first.forEach(consumer::seek);
    }
}
