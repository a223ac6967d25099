package dev.reservoir.cli.kafka.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.cli.Captured;
import dev.reservoir.cli.Throttle;

import org.junit.jupiter.api.Test;

import java.text.SimpleDateFormat;
import java.util.Locale;
import java.util.TimeZone;

/** The lines as Kafka 4.3.1 prints them, and the arithmetic behind them. */
final class PerfReportsTest {
    @Test
    void countsRecordsBytesAndLatencies() {
        LatencyStats stats = new LatencyStats(1000, 0);
        for (int i = 1; i <= 1000; i++) {
            stats.record(i, 1024);
        }
        assertThat(stats.progress(500))
                .isEqualTo(
                        "1000 records sent, 2000.0 records/sec (1.95 MB/sec), 500.5 ms avg latency,"
                                + " 1000.0 ms max latency.");
        assertThat(stats.total("", 2000))
                .isEqualTo(
                        "1000 records sent, 500.000000 records/sec (0.49 MB/sec), 500.50 ms avg"
                            + " latency, 1000.00 ms max latency, 501 ms 50th, 951 ms 95th, 991 ms"
                            + " 99th, 1000 ms 99.9th.");
    }

    @Test
    void keepsABoundedNumberOfLatencies() {
        LatencyStats stats = new LatencyStats(2_000_000, 0);
        for (int i = 0; i < 2_000_001; i++) {
            stats.record(i % 100, 1);
        }
        assertThat(stats.total("", 1000)).startsWith("2000001 records sent").contains("48 ms 50th");
    }

    @Test
    void aRunWithoutRecordsHasNoLatencies() {
        assertThat(new LatencyStats(5, 0).total("", 1000))
                .startsWith("0 records sent, 0.000000")
                .doesNotContain("NaN");
    }

    @Test
    void reportsTheSteadyStateApart() {
        Captured captured = new Captured();
        ProducerReport report =
                new ProducerReport(
                        captured.terminal().out(), captured.terminal().err(), 1000, 3, 0);
        report.sent(100, 10, false, 200);
        report.warmedUp(2, 500);
        report.sent(100, 10, false, 600);
        report.sent(10, 10, true, 1600);
        report.summary(2000);
        assertThat(captured.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("In steady state."),
                        line -> assertThat(line).startsWith("3 records sent, 1.9 records/sec"),
                        line -> assertThat(line).startsWith("3 records sent, 1.500000"),
                        line ->
                                assertThat(line)
                                        .startsWith("1 steady state records sent")
                                        .contains("10.00 ms avg"));
    }

    @Test
    void countsWhatWasNotSentAndPrintsTheFirstReason() {
        Captured captured = new Captured();
        ProducerReport report =
                new ProducerReport(
                        captured.terminal().out(), captured.terminal().err(), 1000, 3, 0);
        report.unsent(new IllegalStateException("first"));
        report.unsent(new IllegalStateException("second"));
        report.summary(1);
        assertThat(captured.err())
                .contains("first")
                .contains("2 records were not sent")
                .doesNotContain("second");
    }

    @Test
    void aThrottleWaitsOnlyWhenAheadByMoreThanATick() {
        Throttle throttle = new Throttle(1000, 0);
        assertThat(throttle.pauseNs(1, 0)).isZero();
        assertThat(throttle.pauseNs(10, 3_000_000)).isEqualTo(7_000_000);
        assertThat(throttle.pauseNs(10, 20_000_000)).isZero();
        assertThat(new Throttle(-1, 0).pauseNs(1_000_000, 0)).isZero();
    }

    @Test
    void aConsumersTotalSeparatesRebalanceAndFetch() {
        SimpleDateFormat dates = new SimpleDateFormat("yyyy-MM-dd HH:mm:ss:SSS", Locale.ROOT);
        dates.setTimeZone(TimeZone.getTimeZone("UTC"));
        ConsumerReport report = new ConsumerReport(dates, 0);
        report.rebalanceEnds(1000);
        for (int i = 0; i < 1000; i++) {
            report.read(1048);
        }
        report.read(576);
        assertThat(report.interval(1500))
                .isEqualTo(
                        "1970-01-01 00:00:01:500, 0, 1.0000, 0.6667, 1001, 667.3333, 1000, 500,"
                                + " 2.0000, 2002.0000");
        assertThat(report.total(2000))
                .isEqualTo(
                        "1970-01-01 00:00:00:000, 1970-01-01 00:00:02:000, 1.0000, 0.5000, 1001,"
                                + " 500.5000, 1000, 1000, 1.0000, 1001.0000");
        assertThat(ConsumerReport.header(false))
                .isEqualTo(
                        "start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg,"
                                + " nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec,"
                                + " fetch.nMsg.sec");
    }
}
