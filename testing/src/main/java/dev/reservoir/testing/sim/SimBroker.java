package dev.reservoir.testing.sim;

import dev.reservoir.broker.Broker;
import dev.reservoir.broker.Clocks;
import dev.reservoir.broker.Core;
import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.broker.api.Dispatcher;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;

import java.time.InstantSource;

/** One life of a broker: the production classes, and their threads as events of the scheduler. */
final class SimBroker {
    private static final String CLUSTER_ID = "AAAAAAAAAAAAAAAAAAAAAA";

    private final World world;
    private final SimEngine engine;
    private final Core core;
    private final Dispatcher dispatcher;
    private boolean up = true;
    private long pausedUntil;

    /**
     * @param engine fresh from its constructor, its crash or its reopening
     * @throws StorageException when the broker does not start
     */
    SimBroker(World world, SimEngine engine, BrokerConfig config, InstantSource wall)
            throws StorageException, InterruptedException {
        this.world = world;
        this.engine = engine;
        core =
                Core.load(
                        config,
                        new Broker.Surroundings(
                                CLUSTER_ID,
                                engine,
                                new NoDirectory(),
                                new Clocks(wall, world.scheduler()),
                                world.random()),
                        this::load);
        dispatcher = new Dispatcher(core.handlers());
        every(0, 3, "groups", () -> core.groups().step());
        every(0, 3, "transactions", () -> core.transactions().step());
        every(0, 5, "endings", () -> core.endings().step());
        every(100, 500, "upkeep", () -> engine.atOnce(core.upkeep()::tick));
        every(100, 500, "compaction", () -> core.compaction().visitAll());
    }

    private void every(long least, long most, String name, Scheduler.Action action) {
        world.scheduler()
                .after(
                        world.scheduler().delay(least, most),
                        name,
                        () -> {
                            if (!up) {
                                return;
                            }
                            if (!isPaused()) {
                                action.run();
                            }
                            every(least, most, name, action);
                        });
    }

    private void load(Runnable load) {
        world.scheduler()
                .after(
                        world.scheduler().delay(0, 20),
                        "load a shard",
                        () -> {
                            if (up) {
                                load.run();
                            }
                        });
    }

    SimEngine engine() {
        return engine;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    MetadataImage metadata() {
        return core.metadata();
    }

    /** The whole process stands still, as in a long garbage collection. */
    void pause(long ms) {
        pausedUntil = world.scheduler().elapsed() + ms;
    }

    boolean isPaused() {
        return world.scheduler().elapsed() < pausedUntil;
    }

    /** The process is dead. */
    void crashed() {
        up = false;
    }

    /** Stops cleanly, as {@link Broker#close} does. */
    void stop() {
        up = false;
        core.upkeep().close();
        core.compaction().close();
        core.endings().close();
        core.transactions().close();
        core.groups().close();
        engine.close();
    }

    private static final class NoDirectory implements DataDirectory {
        @Override
        public String path() {
            return "/simulated";
        }

        @Override
        public long totalBytes() {
            return 1L << 40;
        }

        @Override
        public long usableBytes() {
            return 1L << 39;
        }
    }
}
