package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reservoir.log.AbortedTransaction;
import dev.reservoir.log.ActiveProducer;
import dev.reservoir.log.AppendRefusedException;
import dev.reservoir.log.AppendRefusedException.Reason;
import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.Slice;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.testing.contract.TransactionModel.Entry;
import dev.reservoir.testing.contract.TransactionModel.Kind;
import dev.reservoir.testing.load.Endings;
import dev.reservoir.wire.batch.TransactionMarker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

/** Transactions in one partition (KIP-98, KIP-890): what is stable, aborted, refused and kept. */
@Timeout(60)
abstract class PartitionLogTransactionsContract {
    private static final int WAIT_MS = 10_000;

    LoggedLives lives;

    abstract LoggedLives begin() throws Exception;

    @BeforeEach
    void start() throws Exception {
        lives = begin();
    }

    @AfterEach
    void close() throws Exception {
        lives.close();
    }

    PartitionLog log() {
        return lives.log();
    }

    void settle() throws Exception {
        lives.settle();
    }

    List<Long> read() throws Exception {
        return CommittedReader.read(log(), log().offsets().start(), 300);
    }

    private Entry entry(Kind kind, long producer, int epoch, int sequence) {
        return new Entry(0, 1, kind, producer, (short) epoch, sequence, lives.clock++);
    }

    private void append(Entry entry, long guard) throws Exception {
        log().append(ProducerBatches.of(entry), Lease.NONE, WAIT_MS, guard);
    }

    void plain() throws Exception {
        append(entry(Kind.PLAIN, TransactionModel.NO_PRODUCER, -1, -1), PartitionLog.UNVERIFIED);
    }

    void outside(long producer, int sequence) throws Exception {
        append(entry(Kind.PLAIN, producer, 0, sequence), PartitionLog.UNVERIFIED);
    }

    /** The first batch of a transaction, or a further one. */
    void begin(long producer, int sequence) throws Exception {
        write(producer, 0, sequence);
    }

    private void write(long producer, int epoch, int sequence) throws Exception {
        append(entry(Kind.IN_TRANSACTION, producer, epoch, sequence), log().guard(producer));
    }

    void end(long producer, int epoch, boolean commit) throws Exception {
        end(producer, epoch, commit, 1);
    }

    private void end(long producer, int epoch, boolean commit, int coordinator) throws Exception {
        var marker = new TransactionMarker(commit, coordinator);
        Endings.end(log(), new TransactionEnding(producer, (short) epoch, marker), WAIT_MS);
    }

    private void assertRefused(Reason reason, Entry entry, long guard) {
        AppendRefusedException e =
                catchThrowableOfType(AppendRefusedException.class, () -> append(entry, guard));
        assertThat(e).as(entry.toString()).isNotNull();
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    }

    @Test
    void theOldestOpenTransactionHoldsBackWhatIsStable() throws Exception {
        plain();
        settle();
        assertThat(log().stableOffset()).isEqualTo(1);
        begin(1, 0);
        begin(2, 0);
        begin(1, 1);
        plain();
        begin(3, 0);
        settle();
        assertThat(log().stableOffset()).isEqualTo(1);
        end(2, 0, true);
        settle();
        assertThat(log().stableOffset()).isEqualTo(1);
        end(1, 0, false);
        settle();
        assertThat(log().stableOffset()).isEqualTo(5);
        assertThat(read()).containsExactly(0L, 2L, 4L);
        end(3, 0, true);
        settle();
        assertThat(log().stableOffset()).isEqualTo(9);
        assertThat(read()).containsExactly(0L, 2L, 4L, 5L);
        assertThat(log().readable(false)).isEqualTo(9);
    }

    @Test
    void abortedTransactionsAreToldForTheRangesTheyWroteIn() throws Exception {
        begin(1, 0); // 0
        begin(2, 0); // 1
        end(2, 0, false); // 2
        begin(2, 1); // 3
        plain(); // 4
        end(1, 0, false); // 5
        end(2, 0, true); // 6
        begin(1, 1); // 7
        end(1, 0, false); // 8
        settle();
        AbortedTransaction outer = new AbortedTransaction(1, 0, 5);
        AbortedTransaction inner = new AbortedTransaction(2, 1, 2);
        AbortedTransaction last = new AbortedTransaction(1, 7, 8);
        for (boolean restarted : new boolean[] {false, true}) {
            if (restarted) {
                lives.checkpoint();
                lives.crash();
            }
            assertThat(log().aborted(0, Long.MAX_VALUE)).isNotEmpty();
            assertThat(log().aborted(0, 9)).containsExactly(inner, outer, last);
            assertThat(log().aborted(0, 1)).containsExactly(outer);
            assertThat(log().aborted(0, 2)).containsExactly(inner, outer);
            assertThat(log().aborted(2, 3)).containsExactly(inner, outer);
            assertThat(log().aborted(3, 7)).containsExactly(outer);
            assertThat(log().aborted(5, 6)).containsExactly(outer);
            assertThat(log().aborted(6, 7)).isEmpty();
            assertThat(log().aborted(6, 8)).containsExactly(last);
            assertThat(log().aborted(9, 20)).isEmpty();
        }
    }

    @Test
    void aZombieEndsNothing() throws Exception {
        write(1, 4, 0);
        end(1, 4, true, 7);
        write(1, 4, 1);
        AppendRefusedException older =
                catchThrowableOfType(AppendRefusedException.class, () -> end(1, 3, true, 7));
        assertThat(older.reason()).isEqualTo(Reason.INVALID_PRODUCER_EPOCH);
        AppendRefusedException zombie =
                catchThrowableOfType(AppendRefusedException.class, () -> end(1, 4, true, 6));
        assertThat(zombie.reason()).isEqualTo(Reason.TRANSACTION_COORDINATOR_FENCED);
        assertThat(log().isInTransaction(1, (short) 4)).isTrue();
        end(1, 5, false, 8);
        assertThat(log().isInTransaction(1, (short) 4)).isFalse();
        settle();
        assertThat(read()).containsExactly(0L);
    }

    @Test
    void aBatchThatWasVerifiedBeforeTheEndBeginsNothing() throws Exception {
        Entry first = entry(Kind.IN_TRANSACTION, 1, 0, 0);
        assertRefused(Reason.INVALID_TXN_STATE, first, PartitionLog.UNVERIFIED);
        long beforeAll = log().guard(1);
        append(first, beforeAll);
        Entry second = entry(Kind.IN_TRANSACTION, 1, 0, 1);
        append(second, PartitionLog.UNVERIFIED);
        long during = log().guard(1);
        end(1, 0, true);
        Entry late = entry(Kind.IN_TRANSACTION, 1, 0, 2);
        assertRefused(Reason.INVALID_TXN_STATE, late, during);
        assertRefused(Reason.INVALID_TXN_STATE, late, beforeAll);
        assertRefused(Reason.INVALID_TXN_STATE, late, PartitionLog.UNVERIFIED);
        append(second, PartitionLog.UNVERIFIED);
        assertThat(log().offsets().end()).as("it had been written").isEqualTo(3);
        append(late, log().guard(1));
        assertThat(log().isInTransaction(1, (short) 0)).isTrue();
        assertThat(log().isInTransaction(1, (short) 1)).as("another epoch").isFalse();
        // A transaction that wrote nothing here ends here, too.
        long unknown = log().guard(2);
        end(2, 0, false);
        assertRefused(Reason.INVALID_TXN_STATE, entry(Kind.IN_TRANSACTION, 2, 0, 0), unknown);
        // After a restart likewise.
        settle();
        lives.crash();
        assertRefused(Reason.INVALID_TXN_STATE, entry(Kind.IN_TRANSACTION, 2, 0, 0), unknown);
        write(2, 0, 0);
    }

    @Test
    void nothingIsWrittenOutsideWhileATransactionIsOpen() throws Exception {
        begin(1, 0);
        Entry outside = entry(Kind.PLAIN, 1, 0, 1);
        assertRefused(Reason.INVALID_TXN_STATE, outside, PartitionLog.UNVERIFIED);
        end(1, 0, true);
        append(outside, PartitionLog.UNVERIFIED);
        begin(1, 2);
    }

    @Test
    void sequencesGoOnOverAnEndAndBeginAnewWithAnEpoch() throws Exception {
        begin(1, 0);
        end(1, 0, true);
        assertRefused(
                Reason.OUT_OF_ORDER_SEQUENCE_NUMBER,
                entry(Kind.IN_TRANSACTION, 1, 0, 0 + 2),
                log().guard(1));
        begin(1, 1);
        end(1, 1, false);
        assertRefused(
                Reason.INVALID_PRODUCER_EPOCH, entry(Kind.IN_TRANSACTION, 1, 0, 2), log().guard(1));
        assertRefused(
                Reason.OUT_OF_ORDER_SEQUENCE_NUMBER,
                entry(Kind.IN_TRANSACTION, 1, 1, 2),
                log().guard(1));
        settle();
        lives.checkpoint();
        lives.crash();
        assertRefused(
                Reason.OUT_OF_ORDER_SEQUENCE_NUMBER,
                entry(Kind.IN_TRANSACTION, 1, 1, 2),
                log().guard(1));
        write(1, 1, 0);
        write(1, 1, 1);
    }

    /** A state that was saved in the middle, and one that is folded from the first batch on. */
    @Test
    void aRestartFindsWhatWasThere() throws Exception {
        begin(1, 0);
        end(1, 0, false);
        begin(2, 0);
        outside(3, 0);
        settle();
        lives.checkpoint();
        begin(1, 1);
        end(2, 1, true);
        write(2, 1, 0);
        outside(3, 1);
        settle();
        List<ActiveProducer> before = log().producers();
        List<AbortedTransaction> aborted = log().aborted(0, 100);
        assertThat(log().stableOffset()).isEqualTo(4);
        lives.crash();
        assertThat(log().producers()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(log().aborted(0, 100)).isEqualTo(aborted);
        assertThat(log().stableOffset()).isEqualTo(4);
        assertThat(log().guard(2)).isEqualTo(5);
        lives.checkpoint();
        lives.restart();
        assertThat(log().producers()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(log().stableOffset()).isEqualTo(4);
    }

    @Test
    void theStableOffsetIsNotBelowTheStartOfTheLog() throws Exception {
        begin(1, 0);
        begin(1, 1);
        plain();
        settle();
        trim(1);
        assertThat(log().stableOffset()).isEqualTo(1);
        assertThat(read()).isEmpty();
        trim(3);
        assertThat(log().stableOffset()).isEqualTo(3);
        plain();
        end(1, 0, true);
        settle();
        assertThat(log().stableOffset()).isEqualTo(5);
        assertThat(read()).containsExactly(3L);
    }

    private void trim(long to) throws Exception {
        log().deleteBefore(to);
        while (log().offsets().start() < to) {
            lives.progress();
        }
    }

    /** The marker lies below the start, so that it is never seen again. */
    @Test
    void aTransactionWhoseEndWasTrimmedIsNotOpen() throws Exception {
        begin(1, 0);
        settle();
        lives.checkpoint();
        end(1, 0, true);
        begin(1, 1);
        end(1, 0, true);
        plain();
        settle();
        trim(4);
        lives.crash();
        assertThat(log().stableOffset()).isEqualTo(log().offsets().durable());
        plain();
        settle();
        assertThat(log().stableOffset()).isEqualTo(log().offsets().end());
        begin(1, 2);
    }

    @Test
    void anAbortedTransactionIsKnownWhileSomeOfItIsThere() throws Exception {
        begin(1, 0);
        begin(1, 1);
        begin(2, 0);
        end(1, 0, false);
        end(2, 0, true);
        settle();
        trim(1);
        assertThat(read()).containsExactly(2L);
        lives.checkpoint();
        lives.crash();
        assertThat(read()).containsExactly(2L);
        trim(4);
        lives.checkpoint();
        lives.crash();
        assertThat(log().aborted(0, Long.MAX_VALUE)).isEmpty();
        assertThat(log().stableOffset()).isEqualTo(5);
    }

    @Test
    void producersAreForgottenInTimeButNotInTheMiddleOfATransaction() throws Exception {
        begin(1, 0);
        begin(2, 0);
        end(2, 0, true);
        outside(3, 0);
        settle();
        lives.clock += 1_000;
        log().expireProducers(500);
        assertThat(log().producers().stream().map(ActiveProducer::producerId)).containsExactly(1L);
        assertThat(log().stableOffset()).isZero();
        outside(3, 40);
        begin(2, 60);
    }

    @Test
    void readersOfCommittedRecordsStopAtTheStableOffset() throws Exception {
        plain();
        long early = lives.clock - 1;
        begin(1, 0);
        plain();
        long late = lives.clock - 1;
        settle();
        try (Slice slice = log().read(1, 10_000, true, true)) {
            assertThat(slice.length()).isZero();
        }
        try (Slice slice = log().read(1, 10_000, true)) {
            assertThat(slice.length()).isPositive();
        }
        assertThat(log().find(early, true)).isEqualTo(log().find(early)).isNotNull();
        assertThat(log().find(late)).isNotNull();
        assertThat(log().find(late, true)).isNull();
        assertThat(log().find(Long.MAX_VALUE, true)).isNull();
        end(1, 0, true);
        settle();
        assertThat(log().find(late, true)).isEqualTo(log().find(late)).isNotNull();
        try (Slice slice = log().read(1, 10_000, true, true)) {
            assertThat(slice.length()).isPositive();
        }
    }
}
