package dev.reservoir.cli.house;

import dev.reservoir.cli.UsageException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans and points of time, as people write them. */
public final class Times {
    private static final Pattern PART =
            Pattern.compile("(\\d+)\\s*(ms|s|m|h|d|w)", Pattern.CASE_INSENSITIVE);

    /** What a record's timestamp can be at most: a {@code long} of milliseconds. */
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** In milliseconds it is a {@code long}, as brokers want it. */
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private Times() {}

    /**
     * Reads {@code 10m}, {@code 1h30m}, {@code 7d}; at most what is a {@code long} in milliseconds.
     *
     * @param name of what has the value, for the error
     */
    public static Duration span(String name, String text) {
        Duration span = spanOrNegative(text);
        if (span.isNegative()) {
            throw new UsageException(
                    "'"
                            + text
                            + "' is not a span of time, as "
                            + name
                            + " needs one; for example 30s, 10m, 1h30m, 7d");
        }
        return span;
    }

    private static Duration spanOrNegative(String text) {
        Matcher part = PART.matcher(text.strip());
        Duration span = Duration.ZERO;
        int end = 0;
        try {
            while (part.find() && part.start() == end) {
                span = span.plus(one(Long.parseLong(part.group(1)), part.group(2)));
                end = part.end();
            }
        } catch (ArithmeticException | NumberFormatException _) {
            return Duration.ofMillis(-1);
        }
        boolean whole = end > 0 && end == text.strip().length();
        return whole && span.compareTo(LONGEST) <= 0 ? span : Duration.ofMillis(-1);
    }

    private static Duration one(long number, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(Math.multiplyExact(7L, number));
        };
    }

    /**
     * Reads a span before now ({@code 10m}) or a point of time in this machine's zone: {@code
     * 2026-01-31}, {@code 2026-01-31T10:15}, {@code 10:15}, with an offset ({@code
     * 2026-01-31T10:15:00Z}) in that one.
     *
     * @param name of what has the value, for the error
     * @return what a record's timestamp can be: what is before 1970 becomes its beginning, since
     *     brokers take negative timestamps for something else or find nothing by them
     */
    public static Instant moment(String name, String text, Instant now) {
        Duration ago = spanOrNegative(text);
        try {
            Instant moment = ago.isNegative() ? point(text, now) : now.minus(ago);
            if (!moment.isAfter(LATEST)) {
                return moment.isBefore(Instant.EPOCH) ? Instant.EPOCH : moment;
            }
        } catch (DateTimeParseException _) {
            // Said below.
        }
        throw new UsageException(
                "'"
                        + text
                        + "' is not a time, as "
                        + name
                        + " needs one; for example 10m (ago), 10:15, 2026-01-31,"
                        + " 2026-01-31T10:15:00Z");
    }

    private static Instant point(String text, Instant now) {
        ZoneId zone = ZoneId.systemDefault();
        String written = text.strip().replace(' ', 'T');
        if (written.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")) {
            return OffsetDateTime.parse(written).toInstant();
        }
        if (written.contains("T")) {
            return LocalDateTime.parse(written).atZone(zone).toInstant();
        }
        return written.contains(":")
                ? LocalDate.ofInstant(now, zone)
                        .atTime(LocalTime.parse(written))
                        .atZone(zone)
                        .toInstant()
                : LocalDate.parse(written).atStartOfDay(zone).toInstant();
    }

    /** In this machine's zone, to the millisecond. */
    public static String text(Instant moment) {
        return SHOWN.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** Of milliseconds. */
    static String shown(Object value) {
        return value instanceof Number number
                ? text(Duration.ofMillis(number.longValue()))
                : value.toString();
    }

    /** {@code 7 d}, {@code 1 h 30 min}, {@code 2.5 s}: the two largest units. */
    public static String text(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 60) {
            return seconds < 10 && span.toMillisPart() != 0
                    ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0)
                    : seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
                : two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
