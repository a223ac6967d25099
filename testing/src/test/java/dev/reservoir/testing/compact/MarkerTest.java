package dev.reservoir.testing.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.Lease;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.testing.load.Endings;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchView;
import dev.reservoir.wire.batch.TransactionMarker;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** How the marker of an aborted transaction goes, and what is told of the transaction meanwhile. */
final class MarkerTest {
    private static final PartitionId ID = new PartitionId(new UUID(1, 2), "table", 0);
    private static final long DELETE_RETENTION_MS = 10_000;
    private static final long PRODUCER = 7;
    private static final CompactionRules RULES =
            new CompactionRules(0, 0, Long.MAX_VALUE, DELETE_RETENTION_MS, 3_000);

    private long now = 1_000_000;
    private MemoryEngine memory = new MemoryEngine(new Random(1), Pace.AT_ONCE, 1 << 20);
    private PartitionLog log;

    MarkerTest() throws StorageException {
        log = open();
    }

    private PartitionLog open() throws StorageException {
        memory.recover(_ -> "table");
        return new Logs(memory, 0, () -> Instant.ofEpochMilli(now)).open(ID, KeyedLoad.CONFIG);
    }

    private void crash() throws StorageException {
        log.close();
        memory = memory.crash();
        log = open();
    }

    /** A pass over all of the log, as the first one after a start is. */
    private void clean() throws Exception {
        Cleaner cleaner =
                new Cleaner(1 << 16, Throttle.NONE, () -> Instant.ofEpochMilli(now), new Random(1));
        assertThat(cleaner.clean(log, RULES)).isNotNull();
    }

    private static ByteBuffer batch(String key, int index) {
        return new BatchBuilder(0)
                .add(1_000, CompactionModel.buffer(key), CompactionModel.buffer("v" + index))
                .build();
    }

    /** What is left of the producer's batches, with the number of their records. */
    private List<String> left() throws StorageException {
        List<String> left = new ArrayList<>();
        BatchReader reader = new BatchReader(log.store(), 0, log.offsets().durable());
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            if (batch.producerId() == PRODUCER) {
                left.add((batch.isControl() ? "marker " : "records ") + batch.recordCount());
            }
        }
        return left;
    }

    private void abortOne() throws Exception {
        ByteBuffer records = ProducerBatches.of(batch("k", 0), PRODUCER, 0, true);
        log.append(records, Lease.NONE, 0, log.guard(PRODUCER));
        var aborted = new TransactionEnding(PRODUCER, (short) 0, new TransactionMarker(false, 0));
        Endings.end(log, aborted, 0);
        for (int i = 0; i < 200; i++) {
            log.append(batch("k" + i % 9, i), 0);
        }
        memory.checkpoint();
    }

    @Test
    void itStaysAsLongAsItsProducerIsRemembered() throws Exception {
        abortOne();
        for (int i = 0; i < 4; i++) {
            clean();
            now += 2 * DELETE_RETENTION_MS;
            memory.checkpoint();
            assertThat(left()).containsExactly("records 0", "marker 1");
            assertThat(log.aborted(0, 100)).hasSize(1);
        }
    }

    @Test
    void itGoesAfterTheCheckpointThatKnowsTheTransactionNoMore() throws Exception {
        abortOne();
        now += 1;
        log.expireProducers(0);
        clean();
        assertThat(left()).containsExactly("marker 1");
        assertThat(log.aborted(0, 100)).as("a batch was met").hasSize(1);
        clean();
        assertThat(log.aborted(0, 100)).as("none was met").isEmpty();
        now += 2 * DELETE_RETENTION_MS;
        clean();
        assertThat(left()).as("a crash would bring it back").containsExactly("marker 1");

        crash();
        assertThat(log.aborted(0, 100)).as("and has").hasSize(1);
        clean();
        assertThat(log.aborted(0, 100)).isEmpty();
        memory.checkpoint();
        clean();
        assertThat(left()).isEmpty();
        crash();
        assertThat(log.aborted(0, 100)).isEmpty();
    }

    @Test
    void itStaysForItsTime() throws Exception {
        abortOne();
        now += 1;
        log.expireProducers(0);
        clean();
        clean();
        memory.checkpoint();
        now += DELETE_RETENTION_MS - 1;
        clean();
        assertThat(left()).containsExactly("marker 1");
        now += 1;
        clean();
        assertThat(left()).isEmpty();
    }
}
