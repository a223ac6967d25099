package dev.reservoir.cli.kafka.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.cli.CommandFailure;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

final class OffsetFileTest {
    @Test
    void readsOffsetsByPartition() {
        assertThat(
                        OffsetFile.parse(
                                """
                                {"partitions": [
                                  {"topic": "a", "partition": 0, "offset": 5},
                                  {"topic": "a", "partition": 1, "offset": -1}], "version": 1}
                                """))
                .isEqualTo(Map.of(new TopicPartition("a", 0), 5L, new TopicPartition("a", 1), -1L));
        assertThat(OffsetFile.parse("{\"partitions\": []}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; empty",
                "nonsense; not a valid JSON",
                "[]; Expected JSON object",
                "{}; Missing partitions field",
                "{'partitions': {}}; Expected JSON array",
                "{'partitions': [], 'version': 2}; Not supported version field value 2",
                "{'partitions': [1]}; Expected JSON object",
                "{'partitions': [{'partition': 0, 'offset': 1}]}; `topic`",
                "{'partitions': [{'topic': 't', 'partition': 0}]}; `offset`",
                "{'partitions': [{'topic': 't', 'partition': 'x', 'offset': 1}]}; \"x\"",
                "{'partitions': [{'topic': 't', 'partition': 0, 'offset': 1.5}]}; 1.5"
            },
            quoteCharacter = '`')
    void saysWhatIsWrong(String text, String expected) {
        String json = text.equals("''") ? "" : text.replace('\'', '"');
        assertThatThrownBy(() -> OffsetFile.parse(json))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(expected.replace("`", ""));
    }

    @Test
    void refusesAPartitionThatIsThereTwice() {
        String entry = "{\"topic\": \"t\", \"partition\": 0, \"offset\": 1}";
        assertThatThrownBy(
                        () -> OffsetFile.parse("{\"partitions\": [" + entry + "," + entry + "]}"))
                .hasMessageContaining("duplicate topic partitions: t-0");
    }
}
