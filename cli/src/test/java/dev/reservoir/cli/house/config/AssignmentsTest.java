package dev.reservoir.cli.house.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.UsageException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

final class AssignmentsTest {
    @ParameterizedTest
    @CsvSource({
        "retention.ms=7d,retention.ms,604800000",
        "retention.ms=-1,retention.ms,-1",
        "retention.bytes=1GB,retention.bytes,1073741824",
        "cleanup.policy=delete,cleanup.policy,delete",
        "compression.type=,compression.type,''",
        "a=b=c,a,b=c"
    })
    void valuesInKafkasUnits(String assignment, String key, String value) {
        assertThat(Assignments.parse(List.of(assignment))).isEqualTo(Map.of(key, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention.ms", "=7d", "retention.ms=soon", "segment.bytes=big"})
    void whatIsNoAssignmentIsRefused(String assignment) {
        assertThatThrownBy(() -> Assignments.parse(List.of(assignment)))
                .isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms,604800000,604800000 (7 d)",
        "segment.bytes,1073741824,1073741824 (1.0 GB)",
        "retention.ms,-1,-1",
        "retention.ms,9223372036854775807,9223372036854775807",
        "num.partitions,12345,12345"
    })
    void valuesAsPeopleReadThem(String key, String value, String shown) {
        assertThat(Assignments.shown(key, value)).isEqualTo(shown);
    }
}
