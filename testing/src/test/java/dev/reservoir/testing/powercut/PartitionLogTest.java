package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Appended;
import dev.reservoir.log.EpochEnd;
import dev.reservoir.log.Lease;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.PartitionStore;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.testing.disk.CrashDisk.Operation;
import dev.reservoir.testing.load.Batches;
import dev.reservoir.testing.load.Slices;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Offsets, sequences and leader epochs over the local engine (docs/DURABILITY.md, rules 1, 21). */
@Timeout(60)
class PartitionLogTest {
    private static final PartitionId ID = new PartitionId(new UUID(4, 1), "orders", 0);
    private static final int WAIT_MS = 10_000;
    private static final int THREADS = 4;
    private static final int EACH = 150;

    private final SplittableRandom random = new SplittableRandom(5);
    private CrashDisk disk = new CrashDisk(1 << 30);

    private LocalEngine start() throws StorageException {
        LocalEngine engine = PowerCutTest.engine(disk);
        engine.recover(_ -> ID.topicName());
        return engine;
    }

    private static PartitionLog open(LocalEngine engine, int leaderEpoch) {
        return new PartitionLog(ID, engine, LogConfig.INTERNAL, leaderEpoch, Clock.systemUTC());
    }

    private static void append(PartitionLog log, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Appended appended = log.append(Batches.of(0, 1, 0, 1, 50), WAIT_MS);
            assertThat(log.awaitDurable(appended.nextOffset(), WAIT_MS)).isTrue();
        }
    }

    private static List<BatchView> read(PartitionLog log) throws Exception {
        PartitionStore store = log.store();
        return Slices.batches(store, log.offsets().start(), log.offsets().durable(), 5_000).stream()
                .map(bytes -> BatchView.at(bytes, 0))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPartitionEntersAnEpochWithItsFirstAppendUnderIt(boolean checkpoints) throws Exception {
        int[] epochs = {3, 4, 6, 7};
        for (int epoch : epochs) {
            try (LocalEngine engine = start()) {
                PartitionLog log = open(engine, epoch);
                append(log, epoch == 4 ? 0 : 5);
                if (checkpoints) {
                    engine.checkpoint();
                }
                disk = disk.powerCut(random);
            }
        }
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 9);

            assertThat(log.epochEnd(3)).isEqualTo(new EpochEnd(3, 5));
            assertThat(log.epochEnd(4))
                    .as("nothing was written in it")
                    .isEqualTo(new EpochEnd(3, 5));
            assertThat(log.epochEnd(6)).isEqualTo(new EpochEnd(6, 10));
            assertThat(log.epochEnd(7)).isEqualTo(new EpochEnd(7, 15));
            assertThat(log.epochEnd(9)).as("under way").isEqualTo(new EpochEnd(9, 15));
            assertThat(log.epochEnd(10)).as("to come").isEqualTo(EpochEnd.UNKNOWN);
            assertThat(log.epochAt(4)).isEqualTo(3);
            assertThat(log.epochAt(5)).isEqualTo(6);
            assertThat(log.epochAt(15)).as("the next record's").isEqualTo(9);
            assertThat(read(log).stream().map(BatchView::leaderEpoch))
                    .containsExactly(3, 3, 3, 3, 3, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7);
            assertThat(log.deleteBefore(12).await(WAIT_MS)).isTrue();
            if (checkpoints) {
                engine.checkpoint();
            }
            disk = disk.powerCut(random);
        }
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 10);
            append(log, 1);

            assertThat(log.epochEnd(10)).isEqualTo(new EpochEnd(10, 16));
            assertThat(log.epochEnd(9)).as("led, and wrote nothing").isEqualTo(new EpochEnd(7, 15));
            assertThat(log.epochEnd(7)).isEqualTo(new EpochEnd(7, 15));
            assertThat(log.epochAt(15)).isEqualTo(10);
        }
    }

    /** It would know of a record that a power cut took back, and whose offset went to another. */
    @Test
    void aSavedStateHoldsNothingThatIsNotDurable() throws Exception {
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 1);
            append(log, 1);
            log.append(idempotent(77, 0), Lease.NONE, WAIT_MS);
            engine.checkpoint();
            disk = disk.powerCut(random);
        }
        try (LocalEngine engine = start()) {
            append(open(engine, 2), 1);
            disk = disk.kill();
        }
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 3);
            Appended again = log.append(idempotent(77, 0), Lease.NONE, WAIT_MS);
            assertThat(log.awaitDurable(again.nextOffset(), WAIT_MS)).isTrue();
            BatchView batch = read(log).get((int) again.baseOffset());
            assertThat(batch.producerId()).isEqualTo(77);
        }
    }

    /** The clock is asked between the choice of an offset and the hand-over to the store. */
    @Test
    void nobodyComesBetweenAnOffsetAndItsBatch() throws Exception {
        LogConfig stamped =
                new LogConfig(
                        1 << 20, true, -1, -1, LogConfig.Retention.FOREVER, StoreConfig.DEFAULT);
        CountDownLatch chosen = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        InstantSource clock =
                () -> {
                    if (chosen.getCount() > 0) {
                        chosen.countDown();
                        waitAWhile(overtaken);
                    }
                    return Instant.EPOCH;
                };
        try (LocalEngine engine = start()) {
            PartitionLog log = new PartitionLog(ID, engine, stamped, 1, clock);
            FutureTask<Appended> first =
                    new FutureTask<>(() -> log.append(Batches.of(0, 1, 0, 1, 50), WAIT_MS));
            Thread.ofPlatform().start(first);
            chosen.await();
            FutureTask<Appended> second =
                    new FutureTask<>(() -> log.append(Batches.of(0, 1, 0, 2, 50), WAIT_MS));
            Thread.ofPlatform()
                    .start(() -> {
                        second.run();
                        overtaken.countDown();
                    });

            assertThat(first.get().baseOffset()).isZero();
            assertThat(second.get().baseOffset()).isEqualTo(1);
            assertThat(log.awaitDurable(2, WAIT_MS)).isTrue();
        }
    }

    private static boolean waitAWhile(CountDownLatch latch) {
        try {
            return latch.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void threadsThatAppendAtOnceGetOffsetsWithoutGaps() throws Exception {
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 1);
            List<Appended> all =
                    together(thread -> {
                        List<Appended> own = new ArrayList<>();
                        for (int i = 0; i < EACH; i++) {
                            own.add(log.append(Batches.of(0, 1, 0, thread, 30), WAIT_MS));
                            log.carryCommit();
                        }
                        return own;
                    });

            assertThat(log.awaitDurable((long) THREADS * EACH, WAIT_MS)).isTrue();
            assertThat(all.stream().map(Appended::baseOffset).sorted())
                    .isEqualTo(read(log).stream().map(BatchView::baseOffset).toList())
                    .hasSize(THREADS * EACH)
                    .doesNotHaveDuplicates();
            disk = disk.kill();
        }
        try (LocalEngine engine = start()) {
            assertThat(read(open(engine, 2))).hasSize(THREADS * EACH);
        }
    }

    @Test
    void noCommitBeginsWhileAnotherIsInFlight() throws Exception {
        try (LocalEngine engine = startInNoTime()) {
            PartitionLog log = open(engine, 1);
            append(log, 1);
            CountDownLatch inFlight = new CountDownLatch(1);
            CountDownLatch carried = new CountDownLatch(1);
            disk.fail(Operation.SYNC, file -> isHeldUp(file, inFlight, carried), 0);
            log.append(Batches.of(0, 1, 0, 1, 50), Lease.NONE, WAIT_MS);
            Thread first = Thread.ofPlatform().start(log::carryCommit);
            inFlight.await();
            log.append(Batches.of(0, 1, 0, 2, 50), Lease.NONE, WAIT_MS);
            Thread second =
                    Thread.ofPlatform()
                            .start(() -> {
                                log.carryCommit();
                                carried.countDown();
                            });
            first.join();
            second.join();
            assertThat(log.awaitDurable(3, WAIT_MS)).isTrue();
            disk = disk.kill();
        }
        try (LocalEngine engine = start()) {
            assertThat(read(open(engine, 2))).hasSize(3);
        }
    }

    /** Every commit is a quick one, which is carried by who wants it. */
    private LocalEngine startInNoTime() throws StorageException {
        LocalEngine engine =
                new LocalEngine(
                        PowerCutTest.ROOT,
                        disk,
                        PowerCutTest.CONFIG,
                        PowerCutTest.IDENTITY,
                        () -> 0);
        engine.recover(_ -> ID.topicName());
        return engine;
    }

    /** Holds up a commit until another thread has tried to carry the next one; never fails it. */
    private static boolean isHeldUp(Path file, CountDownLatch inFlight, CountDownLatch carried) {
        if (!file.toString().endsWith(".journal") || inFlight.getCount() == 0) {
            return false;
        }
        inFlight.countDown();
        boolean _ = waitAWhile(carried);
        return false;
    }

    @Test
    void aBatchThatComesTwiceAtOnceIsWrittenOnce() throws Exception {
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 1);
            for (int i = 0; i < EACH; i++) {
                int sequence = i;
                List<Appended> answers =
                        together(_ -> List.of(log.append(idempotent(77, sequence), WAIT_MS)));

                assertThat(answers.stream().map(Appended::baseOffset)).containsOnly((long) i);
            }
            assertThat(log.awaitDurable(EACH, WAIT_MS)).isTrue();
            assertThat(read(log)).hasSize(EACH);
        }
        disk = disk.kill();
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine, 2);
            assertThat(log.append(idempotent(77, EACH - 1), WAIT_MS).baseOffset())
                    .isEqualTo(EACH - 1);
            assertThat(log.append(idempotent(77, EACH), WAIT_MS).baseOffset()).isEqualTo(EACH);
        }
    }

    /** A batch of one record of a producer. */
    private static ByteBuffer idempotent(long producer, int sequence) {
        ByteBuffer batch = Batches.of(0, 1, 0, 1, 30);
        batch.putLong(43, producer).putShort(51, (short) 0).putInt(53, sequence);
        CRC32C crc = new CRC32C();
        crc.update(batch.slice(21, batch.limit() - 21));
        batch.putInt(17, (int) crc.getValue());
        assertThat(BatchView.at(batch, 0).checksumMatches()).isTrue();
        return batch;
    }

    /** What a thread does. */
    private interface Work {
        List<Appended> as(int thread) throws Exception;
    }

    private static List<Appended> together(Work work) throws Exception {
        List<Callable<List<Appended>>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> work.as(thread));
        }
        List<Appended> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<List<Appended>> done : threads.invokeAll(tasks)) {
                all.addAll(done.get());
            }
        }
        return all;
    }
}
