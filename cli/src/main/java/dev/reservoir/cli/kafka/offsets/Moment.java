package dev.reservoir.cli.kafka.offsets;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.clients.admin.OffsetSpec;

/** The value of {@code --time}: a word, the number that stands for it, or a time. */
final class Moment {
    private Moment() {}

    /** The numbers are those of the protocol's ListOffsets request. */
    static OffsetSpec parse(String text) {
        return switch (text) {
            case "latest", "-1" -> OffsetSpec.latest();
            case "earliest", "-2" -> OffsetSpec.earliest();
            case "max-timestamp", "-3" -> OffsetSpec.maxTimestamp();
            case "earliest-local", "-4" -> OffsetSpec.earliestLocal();
            case "latest-tiered", "-5" -> OffsetSpec.latestTiered();
            case "earliest-pending-upload", "-6" -> OffsetSpec.earliestPendingUpload();
            default -> OffsetSpec.forTimestamp(millis(text));
        };
    }

    private static long millis(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new UsageException(
                    "Malformed time argument "
                            + text
                            + ". Please use -1 or latest / -2 or earliest / -3 or max-timestamp /"
                            + " -4 or earliest-local / -5 or latest-tiered / -6 or"
                            + " earliest-pending-upload, or milliseconds since 1970");
        }
    }
}
