package dev.reservoir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.Appended;
import dev.reservoir.log.Lease;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Offsets;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.TransactionEnding;
import dev.reservoir.log.TransactionEnding.Outcome;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.testing.contract.TransactionModel.Entry;
import dev.reservoir.testing.contract.TransactionModel.Kind;
import dev.reservoir.testing.contract.TransactionModel.Standing;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.wire.batch.TransactionMarker;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One seed: producers write into several partitions in transactions and outside of them, a
 * coordinator ends them everywhere at once, logs are trimmed, producers forgotten, checkpoints
 * made; and at some change to the disk the process or the power goes.
 */
final class TransactionsCut {
    private static final int PARTITIONS = 3;
    private static final int PRODUCERS = 5;
    private static final int WAIT_MS = 5_000;
    private static final int LOOK_MS = 20;
    private static final int IDLE_MS = 400;
    private static final LogConfig CONFIG =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    LogConfig.Retention.FOREVER,
                    EngineUnderTest.SMALL);
    private static final LocalConfig LOCAL =
            new LocalConfig(64 * 1024, 192 * 1024, FlushPolicy.SYNC, 0, 24 * 1024, 60_000, 6);

    /** The markers that one transaction's end wrote, by the offset each has in its partition. */
    private record End(Map<Ledger, Long> markers) {}

    private final SplittableRandom random;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final Map<Ledger, PartitionLog> logs = new LinkedHashMap<>();
    private final List<End> ends = new ArrayList<>();
    private final String name;
    private String as;
    private CrashDisk disk = new CrashDisk(1 << 28);
    private @Nullable LocalEngine engine;
    private long clock = 1_000;
    private int epoch;

    TransactionsCut(long seed) {
        this.random = new SplittableRandom(seed);
        this.name = "-Dseed=" + seed;
        this.as = name;
        for (int i = 0; i < PARTITIONS; i++) {
            ledgers.add(new Ledger(new PartitionId(new UUID(7, 1), "t", i)));
        }
    }

    void run() throws Exception {
        int lives = 2 + random.nextInt(4);
        for (int life = 0; life < lives; life++) {
            start(life);
            if (random.nextInt(4) > 0) {
                disk.cutPowerAt(1 + random.nextInt(300));
            }
            work(20 + random.nextInt(120));
            end();
        }
        start(lives);
        end();
    }

    private void start(int life) throws Exception {
        disk.cutPowerAt(Integer.MAX_VALUE);
        NodeIdentity identity = new NodeIdentity("contract", 1, new UUID(1, 2));
        LocalEngine fresh =
                new LocalEngine(Path.of("/data"), disk, LOCAL, identity, System::nanoTime);
        engine = fresh;
        fresh.recover(_ -> "t");
        epoch++;
        as = name + ", life " + life;
        for (Ledger ledger : ledgers) {
            PartitionLog log =
                    new PartitionLog(
                            ledger.id, fresh, CONFIG, epoch, () -> Instant.ofEpochMilli(clock));
            logs.put(ledger, log);
            ledger.restarted(as, log);
        }
        for (End end : ends) {
            List<Boolean> kept =
                    end.markers().entrySet().stream()
                            .map(marker -> marker.getValue() < marker.getKey().model.end())
                            .distinct()
                            .toList();
            assertThat(kept).as("%s: markers of one transaction, %s", as, end).hasSizeLessThan(2);
        }
        ends.clear();
        check();
    }

    private void check() throws Exception {
        for (Ledger ledger : ledgers) {
            ledger.check(as, log(ledger));
        }
    }

    private PartitionLog log(Ledger ledger) {
        PartitionLog log = logs.get(ledger);
        if (log == null) {
            throw new IllegalStateException(ledger.id + " is not open");
        }
        return log;
    }

    private void work(int steps) throws Exception {
        for (int i = 0; i < steps && !disk.isDead(); i++) {
            clock += random.nextInt(20);
            try {
                step();
                for (Ledger ledger : ledgers) {
                    ledger.observe(as, log(ledger));
                }
            } catch (StorageException | IOException e) {
                if (!disk.isDead()) {
                    throw new AssertionError(as, e);
                }
            }
        }
    }

    private void step() throws Exception {
        Ledger ledger = ledgers.get(random.nextInt(PARTITIONS));
        long producer = 1 + random.nextLong(PRODUCERS);
        switch (random.nextInt(30)) {
            case 0, 1, 2, 3, 4, 5 -> end(producer);
            case 6, 7, 8, 9 -> repeat(ledger, producer);
            case 10, 11, 12 -> settle(ledger);
            case 13 -> trim(ledger);
            case 14 -> ledger.expire(log(ledger), clock, IDLE_MS);
            case 15 -> checkpoint();
            case 16, 17 -> log(ledger).carryCommit();
            default -> write(ledger, producer);
        }
    }

    private void write(Ledger ledger, long producer) throws Exception {
        boolean open = ledger.model.open(producer) != null;
        Kind kind = open || random.nextInt(4) > 0 ? Kind.IN_TRANSACTION : Kind.PLAIN;
        Standing standing = ledger.model.standing(producer);
        Entry data = standing.lastData();
        boolean onlyMarkerIsLeft =
                data != null
                        && data.next() <= log(ledger).offsets().start()
                        && !data.equals(standing.last());
        if (onlyMarkerIsLeft) {
            standing = new Standing((short) (standing.epoch() + 1), 0, null, null);
        }
        Entry entry =
                new Entry(
                        ledger.model.end(),
                        1 + random.nextInt(3),
                        kind,
                        producer,
                        (short) Math.max(0, standing.epoch()),
                        standing.nextSequence(),
                        clock);
        long guard = log(ledger).guard(producer);
        Appended appended =
                log(ledger).append(ProducerBatches.of(entry), Lease.NONE, WAIT_MS, guard);
        assertThat(appended.baseOffset()).as(as).isEqualTo(entry.base());
        ledger.model.add(entry);
    }

    /**
     * The marker goes wherever the producer has a transaction open, mostly with its next epoch;
     * with an older one it is refused in some partitions.
     */
    private void end(long producer) throws Exception {
        List<Ledger> open =
                ledgers.stream().filter(one -> one.model.open(producer) != null).toList();
        if (open.isEmpty()) {
            return;
        }
        IntSummaryStatistics epochs =
                open.stream()
                        .mapToInt(one -> one.model.standing(producer).epoch())
                        .summaryStatistics();
        boolean late = random.nextInt(6) == 0;
        short producerEpoch = (short) (late ? epochs.getMin() : epochs.getMax() + 1);
        boolean commit = random.nextBoolean();
        var ending =
                new TransactionEnding(
                        producer, producerEpoch, new TransactionMarker(commit, epoch));
        Map<PartitionLog, Outcome> outcomes =
                ending.append(open.stream().map(this::log).toList(), WAIT_MS);
        Map<Ledger, Long> markers = new LinkedHashMap<>();
        for (Ledger ledger : open) {
            Outcome outcome = Objects.requireNonNull(outcomes.get(log(ledger)));
            boolean fenced = ledger.model.standing(producer).epoch() > producerEpoch;
            if (outcome.failed() != null) {
                throw outcome.failed();
            }
            if (ledger.isRemembered(producer, log(ledger).offsets().start())) {
                assertThat(outcome.refused() != null).as(as).isEqualTo(fenced);
            }
            if (outcome.refused() == null) {
                long at = outcome.nextOffset() - 1;
                assertThat(at).as(as).isEqualTo(ledger.model.end());
                Kind kind = commit ? Kind.COMMIT : Kind.ABORT;
                ledger.model.add(new Entry(at, 1, kind, producer, producerEpoch, -1, clock));
                markers.put(ledger, at);
            }
        }
        ends.add(new End(markers));
    }

    /**
     * A batch comes again, as after a lost answer. Where the answer is the first one, it may go out
     * when the batch is durable.
     */
    private void repeat(Ledger ledger, long producer) throws Exception {
        Standing standing = ledger.model.standing(producer);
        Entry data = standing.lastData();
        boolean late =
                data != null && data.kind() == Kind.IN_TRANSACTION && !data.equals(standing.last());
        if (data == null || late || !ledger.isRemembered(producer, log(ledger).offsets().start())) {
            return;
        }
        Appended again = log(ledger).append(ProducerBatches.of(data), Lease.NONE, WAIT_MS);
        assertThat(again.baseOffset()).as(as).isEqualTo(data.base());
        assertThat(again.nextOffset()).as(as).isEqualTo(data.next());
        if (awaitDurable(log(ledger), again.nextOffset())) {
            ledger.acknowledge(again.nextOffset());
        }
    }

    private void settle(Ledger ledger) throws InterruptedException {
        PartitionLog log = log(ledger);
        if (awaitDurable(log, log.offsets().end())) {
            ledger.acknowledge(log.offsets().end());
        }
    }

    private boolean awaitDurable(PartitionLog log, long next) throws InterruptedException {
        boolean durable = log.awaitDurable(next, LOOK_MS);
        while (!durable && !disk.isDead() && log.failure() == null) {
            durable = log.awaitDurable(next, LOOK_MS);
        }
        return durable;
    }

    private void trim(Ledger ledger) throws Exception {
        Offsets now = log(ledger).offsets();
        ledger.trim(log(ledger), now.start() + random.nextLong(now.durable() - now.start() + 1));
    }

    private void checkpoint() throws IOException, InterruptedException {
        Objects.requireNonNull(engine).checkpoint();
    }

    private void end() throws Exception {
        if (random.nextInt(3) == 0) {
            disk.cutPowerAt(Integer.MAX_VALUE);
            if (!disk.isDead()) {
                for (Ledger ledger : ledgers) {
                    settle(ledger);
                    ledger.awaitTrims(WAIT_MS);
                }
                check();
            }
        }
        LocalEngine running = Objects.requireNonNull(engine);
        boolean stops = random.nextInt(3) == 0;
        if (stops) {
            running.close();
            if (!disk.isDead()) {
                ledgers.forEach(ledger -> ledger.acknowledge(ledger.model.end()));
            }
        }
        disk = random.nextInt(3) == 0 ? disk.kill() : disk.powerCut(random);
        running.close();
    }
}
