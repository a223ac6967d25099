package dev.reservoir.cli.kafka.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

final class OpenTransactionTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private static OpenTransaction in(TopicPartition partition, long producerId) {
        ProducerState producer =
                new ProducerState(producerId, 0, 5, 1000, OptionalInt.empty(), OptionalLong.of(42));
        return new OpenTransaction(partition, producer);
    }

    private static TransactionDescription over(TopicPartition... partitions) {
        return new TransactionDescription(
                1, TransactionState.ONGOING, 1, 0, 60_000, OptionalLong.of(0), Set.of(partitions));
    }

    @Test
    void oneThatItsCoordinatorWillEndDoesNotHang() {
        assertThat(
                        OpenTransaction.hanging(
                                List.of(in(FIRST, 1)),
                                Map.of(1L, "id"),
                                Map.of("id", over(FIRST, SECOND))))
                .isEmpty();
    }

    @Test
    void oneInAPartitionThatItsCoordinatorDoesNotKnowHangs() {
        OpenTransaction lost = in(SECOND, 1);
        assertThat(
                        OpenTransaction.hanging(
                                List.of(in(FIRST, 1), lost),
                                Map.of(1L, "id"),
                                Map.of("id", over(FIRST))))
                .containsExactly(lost);
    }

    @Test
    void oneOfAProducerThatNoCoordinatorKnowsHangs() {
        OpenTransaction unknown = in(FIRST, 1);
        OpenTransaction expired = in(FIRST, 2);
        assertThat(OpenTransaction.hanging(List.of(unknown, expired), Map.of(2L, "gone"), Map.of()))
                .containsExactly(unknown, expired);
    }

    @Test
    void itsAgeCountsFromWhatWasLastWritten() {
        assertThat(in(FIRST, 1).silentMs(3000)).isEqualTo(2000);
    }
}
