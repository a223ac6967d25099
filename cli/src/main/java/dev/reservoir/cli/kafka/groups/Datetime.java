package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.UsageException;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * The value of {@code --to-datetime}: ISO 8601, in UTC unless a zone is given ({@code Z}, {@code
 * +0200} or {@code +02:00}).
 */
final class Datetime {
    private static final DateTimeFormatter WITH_COLON = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final DateTimeFormatter WITHOUT_COLON =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern("xx")
                    .toFormatter(java.util.Locale.ROOT);

    private Datetime() {}

    /** Milliseconds since the epoch. */
    static long parseMillis(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException _) {
            try {
                DateTimeFormatter form = text.matches(".*[+-]\\d{4}") ? WITHOUT_COLON : WITH_COLON;
                return OffsetDateTime.parse(text, form).toInstant().toEpochMilli();
            } catch (DateTimeException _) {
                throw new UsageException(
                        "'"
                                + text
                                + "' in --to-datetime is not of the form YYYY-MM-DDThh:mm:ss.sss,"
                                + " with or without a zone such as Z or +02:00 behind it");
            }
        }
    }
}
