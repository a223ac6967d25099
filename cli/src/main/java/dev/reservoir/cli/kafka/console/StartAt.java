package dev.reservoir.cli.kafka.console;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** Where in a partition reading starts. */
sealed interface StartAt {
    record Earliest() implements StartAt {}

    record Latest() implements StartAt {}

    /** An offset, zero or more. */
    record Offset(long offset) implements StartAt {}

    /** The meaning of {@code --offset} and {@code --from-beginning}. */
    static StartAt of(@Nullable String offset, boolean fromBeginning) {
        if (offset == null) {
            return fromBeginning ? new Earliest() : new Latest();
        }
        return switch (offset.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default -> new Offset(number(offset));
        };
    }

    private static long number(String text) {
        try {
            long offset = Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException _) {
            // The sentence below says it.
        }
        throw new UsageException(
                "The provided offset value '"
                        + text
                        + "' is incorrect. Valid values are 'earliest', 'latest', or a non-negative"
                        + " long.");
    }

    /** Assigns the partition to the consumer, to be read from here. */
    default void assign(Consumer<?, ?> consumer, TopicPartition partition) {
        consumer.assign(List.of(partition));
        switch (this) {
            case Earliest _ -> consumer.seekToBeginning(List.of(partition));
            case Latest _ -> consumer.seekToEnd(List.of(partition));
            case Offset at -> consumer.seek(partition, at.offset());
        }
    }
}
