package dev.reservoir.cli.house.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

final class LongTransactionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:15:00Z");
    private static final Node BROKER = new Node(1, "localhost", 9092);

    private static LongTransaction transaction(Duration open, Duration timeout, int partitions) {
        Set<TopicPartition> places =
                IntStream.range(0, partitions)
                        .mapToObj(n -> new TopicPartition("orders", n))
                        .collect(Collectors.toSet());
        TransactionDescription description =
                new TransactionDescription(
                        1,
                        TransactionState.ONGOING,
                        7,
                        0,
                        timeout.toMillis(),
                        OptionalLong.of(NOW.minus(open).toEpochMilli()),
                        places);
        return LongTransaction.of("pay", description, NOW);
    }

    private static boolean isTooLong(Duration open, Duration timeout) {
        return transaction(open, timeout, 1).isTooLong();
    }

    @Test
    void oneThatItsTimeoutShouldHaveEndedIsTooLong() {
        Duration timeout = Duration.ofSeconds(30);
        assertThat(isTooLong(Duration.ofSeconds(90), timeout)).isFalse();
        assertThat(isTooLong(Duration.ofSeconds(91), timeout)).isTrue();
    }

    @Test
    void aQuarterOfAnHourIsTooLongWhateverTheTimeout() {
        Duration timeout = Duration.ofHours(2);
        assertThat(isTooLong(Duration.ofMinutes(15), timeout)).isFalse();
        assertThat(isTooLong(Duration.ofMinutes(16), timeout)).isTrue();
    }

    @Test
    void oneThatHasEndedMeanwhileIsNot() {
        TransactionDescription ended =
                new TransactionDescription(
                        1,
                        TransactionState.COMPLETE_COMMIT,
                        7,
                        0,
                        1,
                        OptionalLong.empty(),
                        Set.of());
        assertThat(LongTransaction.of("pay", ended, NOW).isTooLong()).isFalse();
    }

    @Test
    void theSentenceSaysWhoWaitsAndHowToEndIt() {
        assertThat(transaction(Duration.ofMinutes(20), Duration.ofMinutes(1), 5).sentence(BROKER))
                .isEqualTo(
                        "Transaction pay has been open for 20 min and holds back readers"
                                + " (read_committed) of orders-0, orders-1, orders-2 and 2 more:"
                                + " 'kafka-transactions --bootstrap-server localhost:9092"
                                + " forceTerminateTransaction --transactionalId pay' aborts it.");
    }
}
