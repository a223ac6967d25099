package dev.reservoir.cli.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.UsageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

final class TimesTest {
    private static final Instant NOW = Instant.parse("2026-05-06T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "250ms,PT0.25S",
        "10m,PT10M",
        "1h30m,PT1H30M",
        "7d,PT168H",
        "2 w,PT336H",
        "3S,PT3S"
    })
    void spans(String text, Duration span) {
        assertThat(Times.span("x", text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10 minutes ago",
                "m10",
                "-5m",
                "99999999999999999999d",
                "9999999999999d",
                "1h x"
            })
    void whatIsNoSpanIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Times.span("--retention", text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("--retention")
                .hasMessageContaining("7d");
    }

    @Test
    void moments() {
        ZoneId zone = ZoneId.systemDefault();
        assertThat(Times.moment("x", "10m", NOW)).isEqualTo(NOW.minusSeconds(600));
        assertThat(Times.moment("x", "2026-01-31T10:15:00Z", NOW))
                .isEqualTo(Instant.parse("2026-01-31T10:15:00Z"));
        assertThat(Times.moment("x", "2026-01-31T10:15:00+02:00", NOW))
                .isEqualTo(Instant.parse("2026-01-31T08:15:00Z"));
        assertThat(Times.moment("x", "2026-01-31 10:15", NOW))
                .isEqualTo(LocalDateTime.of(2026, 1, 31, 10, 15).atZone(zone).toInstant());
        assertThat(Times.moment("x", "2026-01-31", NOW))
                .isEqualTo(LocalDateTime.of(2026, 1, 31, 0, 0).atZone(zone).toInstant());
        assertThat(Times.moment("x", "09:30", NOW).atZone(zone).toLocalTime()).hasToString("09:30");
    }

    /** Below zero a timestamp means something else to a broker: the end of the log, for one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999d",
                "106751991d",
                "1900-01-01",
                "1969-12-31T23:59:59.999Z",
                "-9999-01-01"
            })
    void aTimeBeforeAllRecordsIsTheFirstThatARecordCanHave(String text) {
        assertThat(Times.moment("--before", text, NOW)).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-01-01", "+292278995-01-01T00:00:00Z"})
    void aTimeThatNoRecordCanHaveIsRefused(String text) {
        assertThatThrownBy(() -> Times.moment("--since", text, NOW))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "25:00", "2026-01-31T10:15:00X"})
    void whatIsNoTimeIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Times.moment("--since", text, NOW))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--since")
                .hasMessageContaining("10m (ago)");
    }

    @ParameterizedTest
    @CsvSource({
        "PT168H,7 d",
        "PT25H,1 d 1 h",
        "PT90M,1 h 30 min",
        "PT2.5S,2.5 s",
        "PT0S,0 s",
        "PT61S,1 min 1 s"
    })
    void spansAsPeopleReadThem(Duration span, String text) {
        assertThat(Times.text(span)).isEqualTo(text);
    }
}
