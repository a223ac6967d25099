package dev.reservoir.testing.powercut;

import dev.reservoir.log.StorageException;
import dev.reservoir.log.disk.Disk;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.UUID;

/**
 * The power-cut test of the local engine (docs/DURABILITY.md, "The test"). One seed again: {@code
 * mvn verify -pl testing -am -Dtest=PowerCutTest -Dseed=N}; threads are free to take turns
 * differently, so repeat it.
 */
class PowerCutTest {
    static final Path ROOT = Path.of("/data");

    static final NodeIdentity IDENTITY = new NodeIdentity("cluster", 1, new UUID(3, 3));
    static final LocalConfig CONFIG =
            new LocalConfig(64 * 1024, 192 * 1024, FlushPolicy.SYNC, 0, 24 * 1024, 60_000, 6);

    /** The engine under test on some disk. */
    static LocalEngine engine(Disk disk) throws StorageException {
        return engine(disk, CONFIG);
    }

    static LocalEngine engine(Disk disk, LocalConfig config) throws StorageException {
        return new LocalEngine(ROOT, disk, config, IDENTITY, System::nanoTime);
    }

    @Test
    void nothingAcknowledgedIsLost() throws InterruptedException {
        run(300);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostUnderThousandsOfSeeds() throws InterruptedException {
        run(20_000);
    }

    private static void run(int seeds) throws InterruptedException {
        Long only = Long.getLong("seed");
        long first = only == null ? 1 : only;
        long last = only == null ? seeds : only;
        for (long seed = first; seed <= last; seed++) {
            OneSeed.run(seed, PowerCutTest::engine);
        }
    }
}
