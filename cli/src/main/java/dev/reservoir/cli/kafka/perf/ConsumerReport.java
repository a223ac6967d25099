package dev.reservoir.cli.kafka.perf;

import java.text.SimpleDateFormat;
import java.util.Locale;

/**
 * Counts what a consumer reads and says it in Kafka's columns. Times are milliseconds. Used by one
 * thread: a rebalance is reported from within a poll.
 */
final class ConsumerReport {
    private static final double MB = 1024.0 * 1024.0;

    private final SimpleDateFormat dates;
    private final long start;
    private long records;
    private long bytes;
    private long joinMs;
    private long joinStart;
    private long windowStart;
    private long windowRecords;
    private long windowBytes;
    private long windowJoinMs;

    ConsumerReport(SimpleDateFormat dates, long now) {
        this.dates = dates;
        this.start = now;
        this.joinStart = now;
        this.windowStart = now;
    }

    static String header(boolean detailed) {
        return (detailed ? "time, threadId" : "start.time, end.time")
                + ", data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec,"
                + " rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec";
    }

    long records() {
        return records;
    }

    void read(int size) {
        records++;
        bytes += size;
    }

    void rebalanceBegins(long now) {
        joinStart = now;
    }

    void rebalanceEnds(long now) {
        joinMs += now - joinStart;
        windowJoinMs += now - joinStart;
    }

    long windowAge(long now) {
        return now - windowStart;
    }

    /** The line of the interval that ends now; a new one begins. */
    String interval(long now) {
        double megabytes = (bytes - windowBytes) / MB;
        long count = records - windowRecords;
        double seconds = (now - windowStart) / 1000.0;
        long fetchMs = now - windowStart - windowJoinMs;
        double fetchSeconds = fetchMs / 1000.0;
        String line =
                String.format(
                        Locale.ROOT,
                        "%s, %d, %.4f, %.4f, %d, %.4f, %d, %d, %.4f, %.4f",
                        dates.format(now),
                        0,
                        bytes / MB,
                        megabytes / seconds,
                        records,
                        count / seconds,
                        windowJoinMs,
                        fetchMs,
                        fetchMs <= 0 ? 0 : megabytes / fetchSeconds,
                        fetchMs <= 0 ? 0 : count / fetchSeconds);
        windowStart = now;
        windowRecords = records;
        windowBytes = bytes;
        windowJoinMs = 0;
        return line;
    }

    /** The line of the whole run. */
    String total(long now) {
        double seconds = (now - start) / 1000.0;
        long fetchMs = now - start - joinMs;
        double fetchSeconds = fetchMs / 1000.0;
        return String.format(
                Locale.ROOT,
                "%s, %s, %.4f, %.4f, %d, %.4f, %d, %d, %.4f, %.4f",
                dates.format(start),
                dates.format(now),
                bytes / MB,
                bytes / MB / seconds,
                records,
                records / seconds,
                joinMs,
                fetchMs,
                bytes / MB / fetchSeconds,
                records / fetchSeconds);
    }
}
