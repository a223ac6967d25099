package dev.reservoir.cli.kafka.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.Filled;
import dev.reservoir.cli.OptionTable;
import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

final class ResetOptionsTest {
    private static final InstantSource NOON =
            InstantSource.fixed(Instant.parse("2026-01-02T12:00:00Z"));

    private static ResetSpec spec(String... arguments) {
        OptionTable table = new OptionTable();
        ResetOptions options = new ResetOptions();
        options.declare(table);
        Filled.from(table, List.of(arguments));
        return options.spec(NOON);
    }

    @Test
    void readsEveryWayToSayWhere() {
        assertThat(spec("--to-earliest")).isEqualTo(new ResetSpec.ToEarliest());
        assertThat(spec("--to-latest")).isEqualTo(new ResetSpec.ToLatest());
        assertThat(spec("--to-current")).isEqualTo(new ResetSpec.ToCurrent());
        assertThat(spec("--to-offset", "7")).isEqualTo(new ResetSpec.ToOffset(7));
        assertThat(spec("--shift-by", "-10")).isEqualTo(new ResetSpec.ShiftBy(-10));
        assertThat(spec("--from-file", "plan.csv")).isEqualTo(new ResetSpec.FromFile("plan.csv"));
        assertThat(spec("--by-duration", "PT1H"))
                .isEqualTo(
                        new ResetSpec.ToTime(Instant.parse("2026-01-02T11:00:00Z").toEpochMilli()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05.678,2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05,2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.678Z,2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05.678+02:00,2026-01-02T01:04:05.678Z",
        "2026-01-02T03:04:05.678-0130,2026-01-02T04:34:05.678Z"
    })
    void readsDatesInUtcOrWithAZone(String text, String instant) {
        assertThat(spec("--to-datetime", text))
                .isEqualTo(new ResetSpec.ToTime(Instant.parse(instant).toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02",
                "yesterday",
                "2026-13-01T00:00:00.000",
                "2026-01-02T03:04:05.678+2"
            })
    void refusesOtherDates(String text) {
        assertThatThrownBy(() -> spec("--to-datetime", text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void refusesNoWayAndTwoWaysAndNonsense() {
        assertThatThrownBy(() -> spec()).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> spec("--to-earliest", "--to-latest"))
                .isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> spec("--by-duration", "1h")).hasMessageContaining("'1h'");
    }

    @Test
    void readsTopicsWithPartitions() {
        assertThat(TopicArgument.parse("orders").wholeTopic()).isTrue();
        assertThat(TopicArgument.parse("orders:0,2").partitions())
                .containsExactly(new TopicPartition("orders", 0), new TopicPartition("orders", 2));
        for (String wrong : List.of("orders:", "orders:a", "orders:-1", ":1", "orders:1,")) {
            assertThatThrownBy(() -> TopicArgument.parse(wrong)).isInstanceOf(UsageException.class);
        }
    }
}
