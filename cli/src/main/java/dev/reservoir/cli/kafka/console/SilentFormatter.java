package dev.reservoir.cli.kafka.console;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;

import java.io.PrintStream;

/** Prints nothing: Kafka's {@code NoOpMessageFormatter}. */
final class SilentFormatter implements MessageFormatter {
    @Override
    public void writeTo(ConsumerRecord<byte[], byte[]> record, PrintStream out) {}
}
