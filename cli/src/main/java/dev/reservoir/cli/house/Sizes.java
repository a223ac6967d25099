package dev.reservoir.cli.house;

import dev.reservoir.cli.UsageException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes and of things, as people write them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final double STEP = 1024;
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d+)\\s*([KMGTP]?)(?:I?B)?", Pattern.CASE_INSENSITIVE);

    private Sizes() {}

    /** {@code 1536} as {@code 1.5 KB}, in steps of 1024. */
    public static String text(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(
                Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 1536} as {@code 1.5 KB}. */
    public static String text(long bytes) {
        return text((double) bytes);
    }

    /** {@code 1234567} as {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String shown(Object value) {
        return value instanceof Number number ? text(number.doubleValue()) : value.toString();
    }

    static String count(Object value) {
        return value instanceof Number number ? count(number.longValue()) : value.toString();
    }

    /** {@code 1 thing}, {@code 2 things}. */
    public static String of(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /**
     * Reads {@code 512}, {@code 64KB}, {@code 1 GB}, in steps of 1024.
     *
     * @param name of what has the value, for the error
     */
    public static long parse(String name, String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (written.matches()) {
            int power = "KMGTP".indexOf(written.group(2).toUpperCase(Locale.ROOT)) + 1;
            try {
                int steps = written.group(2).isEmpty() ? 0 : power;
                return Math.multiplyExact(Long.parseLong(written.group(1)), 1L << (10 * steps));
            } catch (NumberFormatException | ArithmeticException _) {
                // Too large: the sentence below says what is wanted.
            }
        }
        throw new UsageException(
                "'"
                        + text
                        + "' is not a size, as "
                        + name
                        + " needs one; for example 512, 64KB, 1GB");
    }
}
