package dev.reservoir.cli.kafka.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

final class PartitionFilterTest {
    private static List<String> wanted(PartitionFilter filter) {
        return Stream.of("a", "ab", "b")
                .flatMap(topic ->
                        Stream.of(0, 1, 2, 3).map(number -> new TopicPartition(topic, number)))
                .filter(filter::wants)
                .map(TopicPartition::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a:1; a-1",
                "a:1-3; a-1 a-2",
                "a:2-; a-2 a-3",
                "a:-2; a-0 a-1",
                ":3; a-3 ab-3 b-3",
                "a.*:0; a-0 ab-0",
                "b; b-0 b-1 b-2 b-3",
                "a:0,b:1; a-0 b-1",
                "c; ''"
            })
    void readsAListOfTopicsWithPartitions(String list, String expected) {
        assertThat(String.join(" ", wanted(PartitionFilter.ofList(list)))).isEqualTo(expected);
    }

    @Test
    void readsTopicsAndPartitions() {
        assertThat(wanted(PartitionFilter.of("a,b", "0,3")))
                .containsExactly("a-0", "a-3", "b-0", "b-3");
        assertThat(wanted(PartitionFilter.of("ab", ""))).hasSize(4);
        assertThat(wanted(PartitionFilter.of(null, null))).hasSize(12);
        assertThat(PartitionFilter.of("a", "1").wants("ab")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:x", "a:1-2-3", "a(b", "a:99999999999"})
    void refusesWhatIsNoRule(String list) {
        assertThatThrownBy(() -> PartitionFilter.ofList(list)).isInstanceOf(UsageException.class);
    }

    @Test
    void refusesPartitionsThatAreNoNumbers() {
        assertThatThrownBy(() -> PartitionFilter.of("a", "1,x")).hasMessageContaining("1,x");
        assertThatThrownBy(() -> Moment.parse("noon")).hasMessageContaining("noon");
    }
}
