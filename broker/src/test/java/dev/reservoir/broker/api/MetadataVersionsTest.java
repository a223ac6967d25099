package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ranges that a broker of Apache Kafka 4.3.1 lists, which the handlers take from the client.
 */
class MetadataVersionsTest {
    @ParameterizedTest
    @CsvSource({
        "METADATA, 0, 13",
        "CREATE_TOPICS, 2, 7",
        "DELETE_TOPICS, 1, 6",
        "CREATE_PARTITIONS, 0, 3",
        "DESCRIBE_CLUSTER, 0, 2",
        "DESCRIBE_TOPIC_PARTITIONS, 0, 0",
        "DESCRIBE_CONFIGS, 1, 4",
        "INCREMENTAL_ALTER_CONFIGS, 0, 1",
        "ALTER_CONFIGS, 0, 2",
        "DESCRIBE_LOG_DIRS, 1, 5",
    })
    void areKafkas(ApiKeys key, short oldest, short latest) {
        assertThat(key.oldestVersion()).isEqualTo(oldest);
        assertThat(key.latestVersion()).isEqualTo(latest);
    }
}
