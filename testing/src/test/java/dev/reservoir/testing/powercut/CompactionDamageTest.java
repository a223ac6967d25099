package dev.reservoir.testing.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reservoir.log.BatchReader;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StoreConfig;
import dev.reservoir.log.compact.Cleaner;
import dev.reservoir.log.compact.CompactionRules;
import dev.reservoir.log.compact.Throttle;
import dev.reservoir.log.disk.DiskFile;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.testing.disk.CrashDisk;
import dev.reservoir.wire.batch.BatchBuilder;
import dev.reservoir.wire.batch.BatchView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Compaction verifies what it reads (docs/DURABILITY.md, rule 19): damage never takes a record. */
@Timeout(30)
class CompactionDamageTest {
    private static final PartitionId ID = new PartitionId(new UUID(4, 2), "offsets", 0);
    private static final LogConfig LAYOUT =
            new LogConfig(
                    1 << 20,
                    false,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    LogConfig.Retention.FOREVER,
                    new StoreConfig(2_000, Long.MAX_VALUE, 256));
    private static final CompactionRules RULES =
            new CompactionRules(0.1, 0, Long.MAX_VALUE, 10_000, 2_000);
    private static final int WAIT_MS = 10_000;
    private static final int RECORDS = 100;

    /** A bit flip apart. */
    private static final String RARE = "key-q";

    private static final String HIT = "key-a";
    private static final int HIT_AT = 60;

    private final CrashDisk disk = new CrashDisk(1 << 28);

    private LocalEngine start() throws StorageException {
        LocalEngine engine = PowerCutTest.engine(disk);
        engine.recover(_ -> ID.topicName());
        return engine;
    }

    private static PartitionLog open(LocalEngine engine) {
        return new PartitionLog(ID, engine, LAYOUT, 0, Clock.systemUTC());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first record is the only one of its key. */
    private static void write(PartitionLog log) throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            String key = i == 0 ? RARE : i == HIT_AT ? HIT : "key-" + i % 7;
            ByteBuffer batch =
                    new BatchBuilder(0).add(1_000, bytes(key), bytes("value " + i)).build();
            log.append(batch, WAIT_MS);
        }
        assertThat(log.awaitDurable(RECORDS, WAIT_MS)).isTrue();
    }

    private static Cleaner cleaner() {
        return new Cleaner(1 << 20, Throttle.NONE, Clock.systemUTC(), new Random(1));
    }

    private static List<Long> offsets(PartitionLog log) throws Exception {
        List<Long> offsets = new ArrayList<>();
        BatchReader reader =
                new BatchReader(log.store(), log.offsets().start(), log.offsets().durable());
        for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
            offsets.add(batch.baseOffset());
        }
        return offsets;
    }

    @Test
    void aKeyThatWasHitOutdatesNoOther() throws Exception {
        try (LocalEngine engine = start()) {
            write(open(engine));
        }
        flip(HIT, 0x10, 4);
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine);

            assertThatThrownBy(() -> cleaner().clean(log, RULES))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("offset " + HIT_AT)
                    .hasMessageContaining("checksum");
            assertThat(offsets(log)).hasSize(RECORDS).contains(0L);
        }
    }

    /** An earlier pass has seen the keys of these; they are read again to be copied. */
    @ParameterizedTest
    @ValueSource(strings = {"value 60", "key-q"})
    void whatAnEarlierPassHasSeenIsVerifiedToo(String hit) throws Exception {
        try (LocalEngine engine = start()) {
            PartitionLog log = open(engine);
            write(log);
            engine.checkpoint();
            Cleaner cleaner = cleaner();
            assertThat(cleaner.clean(log, RULES)).isNotNull();
            write2(log);
            engine.checkpoint();
            flip(hit, 0x01, 4);
            List<Long> before = offsets(log);

            assertThatThrownBy(() -> cleaner.clean(log, RULES))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("checksum");
            assertThat(offsets(log))
                    .contains(0L, (long) HIT_AT)
                    .hasSizeLessThanOrEqualTo(before.size());
        }
    }

    private static void write2(PartitionLog log) throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            ByteBuffer batch =
                    new BatchBuilder(0).add(1_000, bytes("key-" + i % 7), bytes("again")).build();
            log.append(batch, WAIT_MS);
        }
        assertThat(log.awaitDurable(2 * RECORDS, WAIT_MS)).isTrue();
    }

    /** Flips bits of a byte of a text that one of the segments has once. */
    private void flip(String text, int bits, int index) throws IOException {
        Path directory = PowerCutTest.ROOT.resolve(ID.toString());
        for (String name : disk.list(directory)) {
            if (name.endsWith(".log")) {
                try (DiskFile file = disk.open(directory.resolve(name))) {
                    ByteBuffer all = ByteBuffer.allocate((int) file.size());
                    file.read(all, 0);
                    int at = new String(all.array(), StandardCharsets.ISO_8859_1).indexOf(text);
                    if (at >= 0) {
                        byte flipped = (byte) (all.get(at + index) ^ bits);
                        file.write(
                                new ByteBuffer[] {ByteBuffer.wrap(new byte[] {flipped})},
                                at + index);
                        file.sync();
                        return;
                    }
                }
            }
        }
        throw new AssertionError("no segment holds " + text);
    }
}
