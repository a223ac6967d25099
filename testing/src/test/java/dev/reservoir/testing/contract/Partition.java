package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Assigned;
import dev.reservoir.log.Lease;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.Signal;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An open store and what was appended to it through this object. Used by one thread. */
final class Partition {
    static final StoreConfig LARGE = new StoreConfig(1 << 30, Long.MAX_VALUE, 4096);

    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(20);

    final PartitionId id;
    final List<ByteBuffer> appended = new ArrayList<>();
    @Nullable PartitionStore store;
    private final StorageEngine engine;

    Partition(PartitionId id, StorageEngine engine) {
        this.id = id;
        this.engine = engine;
    }

    PartitionStore store() {
        if (store == null) {
            throw new IllegalStateException("not open");
        }
        return store;
    }

    long end() {
        return store().offsets().end();
    }

    /** Appends one batch and returns at once. */
    ByteBuffer append(int records, long timestamp) throws Exception {
        return append(records, timestamp, 64, Lease.NONE);
    }

    ByteBuffer append(int records, long timestamp, int valueBytes, Lease lease) throws Exception {
        ByteBuffer batch =
                Batches.of(
                        end(),
                        records,
                        timestamp,
                        id.topicId().getLeastSignificantBits(),
                        valueBytes);
        append(batch, records, lease);
        appended.add(batch);
        return batch;
    }

    void append(ByteBuffer batch, int records, Lease lease) throws Exception {
        if (!id.equals(PartitionId.METADATA)) {
            engine.admit(batch.remaining(), 10_000);
        }
        store().append(batch.duplicate(), lease, end(), end() + records, 0);
    }

    /** Appends a batch of one record to each and returns at once. */
    static void appendTogether(List<Partition> all) throws Exception {
        List<Assigned> together = new ArrayList<>();
        for (Partition one : all) {
            ByteBuffer batch =
                    Batches.of(one.end(), 1, 1_000, one.id.topicId().getLeastSignificantBits(), 64);
            one.engine.admit(batch.remaining(), 10_000);
            one.appended.add(batch);
            together.add(new Assigned(one.id, batch.duplicate(), one.end(), one.end() + 1, 0));
        }
        all.getFirst().engine.append(together);
    }

    Partition appendMany(int batches) throws Exception {
        for (int i = 0; i < batches; i++) {
            append(1 + i % 3, 1_000 + i);
        }
        return this;
    }

    /** Waits until all that was appended is durable. */
    Partition settle() throws InterruptedException {
        awaitDurable(end());
        return this;
    }

    void awaitDurable(long offset) throws InterruptedException {
        while (store().offsets().durable() < offset) {
            StorageException failure = store().failure();
            if (failure != null) {
                throw new AssertionError("the store failed", failure);
            }
            Signal signal = new Signal();
            store().awaitDurable(offset - 1, signal);
            if (store().offsets().durable() < offset && !signal.await(GIVE_UP)) {
                throw new AssertionError(
                        "offset " + offset + " did not become durable: " + store().offsets());
            }
            store().forget(signal);
        }
    }

    /** All durable batches from the start of the log on, read in pieces. */
    List<ByteBuffer> read() throws Exception {
        return Slices.batches(store(), store().offsets().start(), store().offsets().durable(), 700);
    }

    void assertHoldsExactly(List<ByteBuffer> batches) throws Exception {
        assertThat(read()).isEqualTo(batches);
    }
}
