package dev.reservoir.testing.powercut;

import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.testing.disk.CrashDisk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Several lives of one storage under one seed: each recovers, is checked, works, and ends by a
 * power cut, a kill or a clean stop; some end while they recover.
 */
final class PowerCutRun {
    /** Makes an engine on a disk and folds nothing yet. */
    @FunctionalInterface
    interface Engines {
        StorageEngine start(CrashDisk disk) throws StorageException, IOException;
    }

    private static final long DISK_BYTES = 1 << 30;
    private static final int MAX_STARTS = 6;

    private final Engines engines;
    private final RandomGenerator random;
    private final boolean withFaults;
    private final World world = new World();
    private final List<String> story = new ArrayList<>();
    private CrashDisk disk = new CrashDisk(DISK_BYTES);

    PowerCutRun(long seed, Engines engines) {
        this.random = new SplittableRandom(seed);
        this.withFaults = random.nextInt(3) == 0;
        this.engines = engines;
    }

    /** The lives and how they ended, for the message of a failure. */
    List<String> story() {
        return story;
    }

    void run() throws Exception {
        int lives = 2 + random.nextInt(4);
        for (int life = 0; life < lives; life++) {
            Session session = begin();
            if (random.nextInt(3) > 0) {
                disk.cutPowerAt(1 + random.nextInt(400));
            }
            new Load(session, random, withFaults).run(20 + random.nextInt(150));
            end(session);
        }
        close(begin());
    }

    /** Starts until a start is not cut short. */
    private Session begin() throws Exception {
        for (int i = 0; i < MAX_STARTS; i++) {
            if (random.nextInt(3) == 0) {
                disk.cutPowerAt(1 + random.nextInt(60));
            }
            Session session = tryToBegin();
            if (session != null) {
                disk.cutPowerAt(Integer.MAX_VALUE);
                return session;
            }
            stopInTheMiddle("starting");
        }
        Session session = tryToBegin();
        if (session == null) {
            throw new AssertionError("the power went out without being cut");
        }
        return session;
    }

    private @Nullable Session tryToBegin() throws Exception {
        Session session = null;
        try {
            session = new Session(world, disk, engines.start(disk));
            session.recover(1 + random.nextInt(8_000));
            if (!disk.isDead()) {
                return session;
            }
        } catch (IOException | StorageException e) {
            if (!disk.isDead()) {
                throw new AssertionError("the start failed", e);
            }
        }
        if (session != null) {
            session.engine.close();
        }
        return null;
    }

    private void end(Session session) throws Exception {
        int dice = random.nextInt(10);
        if (disk.isDead() || dice < 6) {
            session.observe();
            stopInTheMiddle("working");
            session.engine.close();
        } else if (dice < 8) {
            story.add("worked until a kill");
            session.observe();
            disk = disk.kill();
            session.engine.close();
        } else {
            close(session);
            boolean cut = random.nextBoolean();
            story.add(cut ? "worked until a stop and a cut" : "worked until a stop");
            disk = cut ? disk.powerCut(random) : disk.kill();
        }
    }

    /**
     * What was begun and not synced may be lost; or it was the process only that stopped, and it is
     * all there until the next power cut.
     */
    private void stopInTheMiddle(String what) {
        boolean killed = random.nextInt(4) == 0;
        story.add((killed ? "killed while " : "cut while ") + what);
        disk = killed ? disk.kill() : disk.powerCut(random);
    }

    /** A clean stop makes everything durable, unless storage or power has failed before. */
    private void close(Session session) {
        session.observe();
        session.engine.close();
        if (!withFaults && !disk.isDead()) {
            session.world.all().forEach(PartitionModel::acknowledgeAll);
        }
    }
}
