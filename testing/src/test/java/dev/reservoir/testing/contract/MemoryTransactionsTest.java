package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.ActiveProducer;

import org.junit.jupiter.api.Test;

/** Over the in-memory engine. */
final class MemoryTransactionsTest extends PartitionLogTransactionsContract {
    private static final int MAX_PRODUCERS = 10_000;

    @Override
    LoggedLives begin() throws Exception {
        return LoggedLives.inMemory(1);
    }

    @Test
    void whatIsNotDurableIsNotDecided() throws Exception {
        begin(1, 0);
        settle();
        end(1, 0, true);
        assertThat(log().stableOffset()).as("the marker is on its way").isZero();
        begin(2, 0);
        settle();
        assertThat(log().stableOffset()).isEqualTo(2);
    }

    @Test
    void whatIsBelowATrimStaysAbortedUntilItIsGone() throws Exception {
        begin(1, 0);
        end(1, 0, false);
        plain();
        settle();
        log().deleteBefore(2);
        assertThat(log().aborted(0, 3)).containsExactly(new AbortedTransaction(1, 0, 1));
        assertThat(read()).containsExactly(2L);
        settle();
        log().deleteBefore(3);
        assertThat(log().aborted(0, 3)).isEmpty();
    }

    @Test
    void noMoreThanManyProducersAreRemembered() throws Exception {
        begin(1, 0);
        outside(2, 0);
        outside(3, 0);
        for (int i = 0; i < MAX_PRODUCERS; i++) {
            outside(10 + i, 0);
            settle();
        }
        assertThat(log().producers()).hasSize(MAX_PRODUCERS);
        assertThat(log().isInTransaction(1, (short) 0)).as("it is open").isTrue();
        assertThat(log().stableOffset()).isZero();
        assertThat(log().producers().stream().map(ActiveProducer::producerId))
                .doesNotContain(2L, 3L)
                .contains(1L, 11L + 1, 9L + MAX_PRODUCERS);
        outside(2, 77);
        settle();
        lives.checkpoint();
        lives.restart();
        assertThat(log().producers()).hasSize(MAX_PRODUCERS);
        assertThat(log().isInTransaction(1, (short) 0)).isTrue();
    }
}
