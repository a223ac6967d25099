package dev.reservoir.testing.contract;

import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.local.FlushPolicy;
import dev.reservoir.log.local.LocalConfig;
import dev.reservoir.log.local.LocalEngine;
import dev.reservoir.log.local.NodeIdentity;
import dev.reservoir.testing.disk.CrashDisk;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.UUID;

/** The local engine on a disk whose crash is a power cut. */
final class LocalUnderTest extends EngineUnderTest {
    private static final long DISK_BYTES = 1L << 28;
    private static final int LIMIT = 100_000;
    private static final LocalConfig CONFIG =
            new LocalConfig(256 * 1024, 1024 * 1024, FlushPolicy.SYNC, 0, 64 * 1024, LIMIT, 16);

    private final SplittableRandom random = new SplittableRandom(23);
    private CrashDisk disk = new CrashDisk(DISK_BYTES);
    private @Nullable LocalEngine local;

    private LocalEngine started() throws StorageException {
        LocalEngine made =
                new LocalEngine(
                        Path.of("/data"),
                        disk,
                        CONFIG,
                        new NodeIdentity("contract", 1, new UUID(1, 2)),
                        System::nanoTime);
        local = made;
        return made;
    }

    @Override
    StorageEngine create() throws StorageException {
        return started();
    }

    @Override
    StorageEngine reopened() throws StorageException {
        return started();
    }

    @Override
    StorageEngine crashed() throws StorageException {
        LocalEngine dying = local;
        disk = disk.powerCut(random);
        if (dying != null) {
            dying.close();
        }
        return started();
    }

    @Override
    void checkpoint() throws Exception {
        LocalEngine present = local;
        if (present != null) {
            present.checkpoint();
        }
    }

    @Override
    int admissionLimit() {
        return LIMIT;
    }
}
