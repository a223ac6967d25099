package dev.reservoir.coord.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.coord.runner.Counting.Add;
import dev.reservoir.coord.runner.Counting.AddInTransaction;
import dev.reservoir.coord.runner.Counting.End;
import dev.reservoir.coord.runner.Counting.PeekPending;
import dev.reservoir.log.LogConfig;
import dev.reservoir.wire.batch.BatchRecords;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Records of transactions and their ends: how a lot lays them in the log, how a load reads them.
 */
@Timeout(20)
final class TransactionsInTheLogTest extends DrivenRunner {
    private static final Producer ONE = new Producer(1, (short) 3);
    private static final Producer TWO = new Producer(2, (short) 0);

    /** Offset of the type in a marker's batch: header, five fields of a byte, the key's version. */
    private static final int MARKER_TYPE = BatchView.HEADER_BYTES + 5 + Short.BYTES;

    private List<String> batches(int shard) throws Exception {
        ShardLog log = Objects.requireNonNull(open(shard));
        List<String> found = new ArrayList<>();
        log.replay(log.offsets().start(), log.offsets().end(), batch -> found.add(shown(batch)));
        return found;
    }

    private static String shown(BatchView batch) {
        assertThat(batch.checksumMatches()).isTrue();
        assertThat(batch.baseSequence()).isEqualTo(BatchView.NO_SEQUENCE);
        if (!batch.isTransactional()) {
            return "plain" + amounts(batch);
        }
        String producer = batch.producerId() + "/" + batch.producerEpoch();
        return producer
                + (batch.isControl()
                        ? " " + Objects.requireNonNull(TransactionMarker.of(batch))
                        : amounts(batch));
    }

    private static List<Integer> amounts(BatchView batch) {
        List<Integer> amounts = new ArrayList<>();
        BatchRecords.first(
                batch,
                record -> {
                    ByteBuffer value = Objects.requireNonNull(record.value());
                    amounts.add(value.getInt(value.position()));
                    return false;
                });
        return amounts;
    }

    @Test
    void neighboursOfOneProducerShareABatchAndTheirOrderStays() throws Exception {
        loadAll();
        ask(0, new Add(1));
        ask(0, new Add(2));
        ask(0, new AddInTransaction(ONE, 3));
        ask(0, new AddInTransaction(ONE, 4));
        ask(0, new AddInTransaction(TWO, 5));
        ask(0, new AddInTransaction(ONE, 6));
        ask(0, new End(ONE, true));
        ask(0, new End(TWO, false));
        ask(0, new AddInTransaction(TWO, 7));
        ask(0, new Add(8));
        runner.step();
        engine.settle();
        assertThat(batches(0))
                .containsExactly(
                        "plain[1, 2]",
                        "1/3[3, 4]",
                        "2/0[5]",
                        "1/3[6]",
                        "1/3 " + new TransactionMarker(true, 4),
                        "2/0 " + new TransactionMarker(false, 4),
                        "2/0[7]",
                        "plain[8]");
    }

    @Test
    void aLotBeginsAnewWhenItWasTaken() {
        Lot lot = new Lot();
        assertThat(lot.take()).isEmpty();
        assertThat(lot.sizeInBytes()).isZero();
        ByteBuffer key = ByteBuffer.allocate(1);
        ByteBuffer value = ByteBuffer.allocate(4);
        lot.add(new LogRecord(key, value, ONE), 5);
        int one = lot.sizeInBytes();
        lot.add(new TransactionEnd(ONE, new TransactionMarker(true, 1)), 5);
        assertThat(lot.sizeInBytes()).isGreaterThan(one + BatchView.HEADER_BYTES);
        lot.add(new LogRecord(key, value, ONE), 5);
        int all = lot.sizeInBytes();
        List<ByteBuffer> taken = lot.take();
        assertThat(taken).hasSize(3);
        assertThat(taken.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(all);
        assertThat(lot.sizeInBytes()).isZero();
        lot.add(new LogRecord(key, value, ONE), 5);
        assertThat(lot.take()).as("a batch that was taken gets no more").hasSize(1);
        assertThat(lot.take()).isEmpty();
    }

    @Test
    void aLoadFoldsTransactionsAsTheyWere() throws Exception {
        loadAll();
        ask(0, new Add(1));
        ask(0, new AddInTransaction(ONE, 10));
        ask(0, new AddInTransaction(TWO, 100));
        ask(0, new End(ONE, true));
        ask(0, new AddInTransaction(ONE, 1_000));
        ask(0, new End(TWO, false));
        ask(0, new AddInTransaction(TWO, 10_000));
        ask(0, new AddInTransaction(new Producer(3, (short) 0), 7));
        ask(0, new End(new Producer(4, (short) 9), true));
        PendingReply<String> before = ask(0, new PeekPending());
        settle();
        engine.settle();
        assertThat(before.await()).isEqualTo("11 pending {1=1000, 2=10000, 3=7}");

        crash();
        loadAll();
        PendingReply<String> after = ask(0, new PeekPending());
        settle();
        assertThat(after.await()).isEqualTo("11 pending {1=1000, 2=10000, 3=7}");
        ask(0, new End(ONE, true));
        ask(0, new End(TWO, true));
        PendingReply<String> ended = ask(0, new PeekPending());
        settle();
        engine.settle();
        assertThat(ended.await()).isEqualTo("11011 pending {3=7}");
    }

    /** What a control record of another type says is not known; it ends no transaction. */
    @Test
    void aLoadSkipsControlRecordsOfAnotherType() throws Exception {
        loadAll();
        ask(0, new AddInTransaction(ONE, 10));
        settle();
        engine.settle();
        ByteBuffer other = new TransactionMarker(true, 1).batch(ONE.id(), ONE.epoch(), 0);
        assertThat(TransactionMarker.of(BatchView.at(other, 0)))
                .isEqualTo(new TransactionMarker(true, 1));
        other.putShort(MARKER_TYPE, (short) 5);
        assertThat(TransactionMarker.of(BatchView.at(other, 0))).isNull();
        logs.open(id(0), LogConfig.INTERNAL).append(other, 1_000);
        engine.settle();

        crash();
        loadAll();
        PendingReply<String> after = ask(0, new PeekPending());
        settle();
        assertThat(after.await()).isEqualTo("0 pending {1=10}");
    }

    /** Records below the log's start are gone, also where their batch is not. */
    @Test
    void aLoadBeginsInTheMiddleOfABatch() throws Exception {
        loadAll();
        ask(0, new AddInTransaction(ONE, 10));
        ask(0, new AddInTransaction(ONE, 100));
        ask(0, new AddInTransaction(ONE, 1_000));
        ask(0, new End(ONE, true));
        settle();
        engine.settle();
        logs.open(id(0), LogConfig.INTERNAL).deleteBefore(2);
        engine.settle();

        crash();
        loadAll();
        PendingReply<String> after = ask(0, new PeekPending());
        settle();
        assertThat(after.await()).isEqualTo("1000 pending {}");
    }
}
