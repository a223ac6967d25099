package dev.reservoir.testing.sim;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.change.MetadataUnavailableException;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The computer the broker runs on, with its storage and network, and all that goes wrong there. */
final class Machine {
    private static final BrokerConfig CONFIG =
            BrokerConfig.of(
                    Map.of(
                            "auto.create.topics.enable", "false",
                            "offsets.topic.num.partitions", "2",
                            "transaction.state.log.num.partitions", "2",
                            "log.roll.ms", "150",
                            "group.min.session.timeout.ms", "10",
                            "group.initial.rebalance.delay.ms", "10",
                            "log.retention.check.interval.ms", "1000",
                            "fetch.max.bytes", "10000"));
    private static final long CLOCK_ERROR_MS = TimeUnit.MINUTES.toMillis(30);

    private final World world;
    private final WallClock wall;
    private final Function<MemoryEngine, SimEngine> engines;
    private final List<SimConnection> connections = new ArrayList<>();
    private MemoryEngine disk;
    private MetadataImage metadata = MetadataImage.EMPTY;
    private @Nullable SimBroker broker;
    private long stalledUntil;
    private boolean healing;
    private int connected;

    Machine(World world, MemoryEngine disk, Function<MemoryEngine, SimEngine> engines) {
        this.world = world;
        this.disk = disk;
        this.engines = engines;
        this.wall = new WallClock(world.scheduler());
        storageStep();
        checkpoint();
    }

    private void storageStep() {
        if (broker != null && world.scheduler().elapsed() >= stalledUntil) {
            disk.step();
        }
        plan(1, 6, "storage step", this::storageStep);
    }

    private void checkpoint() {
        if (broker != null) {
            disk.checkpoint();
        }
        plan(40, 200, "checkpoint", this::checkpoint);
    }

    private void plan(long least, long most, String name, Scheduler.Action action) {
        world.scheduler().after(world.scheduler().delay(least, most), name, action);
    }

    boolean isUp() {
        return broker != null;
    }

    void connect(SimClient client) {
        SimBroker up = broker;
        if (up == null) {
            throw new IllegalStateException("the broker is down");
        }
        SimConnection connection =
                new SimConnection(client.name + "-" + ++connected, world, up, client);
        connections.add(connection);
        client.connect(connection);
    }

    /** Connects those who are not, while the broker is up, and lets each do what it wants. */
    void serve(List<? extends SimClient> clients) {
        for (SimClient client : clients) {
            if (!client.isConnected() && isUp() && !client.isDead()) {
                connect(client);
            }
            client.tick();
        }
    }

    /** Lets answers that are ready leave. */
    void poll() throws Exception {
        SimBroker up = broker;
        if (up != null && !up.isPaused()) {
            for (SimConnection connection : List.copyOf(connections)) {
                connection.poll();
            }
        }
        connections.removeIf(SimConnection::isDropped);
    }

    /** The broker's process starts. */
    void begin() throws Exception {
        SimEngine engine = engines.apply(disk);
        if (!healing && world.once(20)) {
            disk.fail();
        }
        try {
            SimBroker started = new SimBroker(world, engine, CONFIG, wall);
            checkMetadata(started.metadata());
            broker = started;
        } catch (StorageException | MetadataUnavailableException e) {
            world.trace().note("the broker does not start: " + e.getMessage());
            goDown(disk.crash());
        }
    }

    /** What a broker found is what the last one showed, and perhaps more; and a fold of events. */
    private void checkMetadata(MetadataImage found) {
        MetadataImage expected =
                metadata.apply(new MetadataEvent.BrokerStarted(found.brokerEpoch()));
        if (found.version() < expected.version()
                || found.brokerEpoch() <= metadata.brokerEpoch()
                || (found.version() == expected.version() && !found.sameContents(expected))) {
            throw new AssertionError("metadata was " + metadata + " and is " + found);
        }
        MetadataImage folded = MetadataImage.EMPTY;
        for (MetadataEvent event : found.asEvents()) {
            folded = folded.apply(event);
        }
        if (!folded.sameContents(found)) {
            throw new AssertionError("metadata is " + found + " but its events give " + folded);
        }
    }

    /** Something goes wrong, if there is anything. */
    void failure() throws Exception {
        SimBroker up = broker;
        if (up == null || healing) {
            return;
        }
        switch (world.random().nextInt(16)) {
            case 0, 1, 2, 3 -> {
                if (!connections.isEmpty()) {
                    connections.get(world.random().nextInt(connections.size())).drop();
                }
            }
            case 4 -> disk.refuse(Kind.FULL, 1 + world.random().nextInt(5));
            case 5 -> disk.refuse(Kind.BUSY, 1 + world.random().nextInt(5));
            case 6 -> failPartition(up);
            case 7 -> {
                disk.fail();
                restartLater();
            }
            case 8 -> {
                up.stop();
                goDown(disk.reopen());
            }
            case 9, 10 -> crash();
            case 11, 12 -> wall.set(world.scheduler().delay(-CLOCK_ERROR_MS, CLOCK_ERROR_MS));
            case 13 -> up.pause(world.scheduler().delay(10, 600));
            default ->
                    stalledUntil = world.scheduler().elapsed() + world.scheduler().delay(10, 300);
        }
    }

    private void failPartition(SimBroker up) {
        List<PartitionId> opened = up.engine().opened();
        PartitionId id = opened.get(world.random().nextInt(opened.size()));
        world.trace().note("failing " + id);
        disk.failPartition(id, world.once(2) ? Kind.OFFLINE : Kind.READ_ONLY);
        restartLater();
    }

    /** Somebody sees that the broker needs it. */
    private void restartLater() {
        SimBroker up = broker;
        plan(
                5,
                200,
                "restart",
                () -> {
                    if (broker == up) {
                        crash();
                    }
                });
    }

    /** The process dies. */
    void crash() {
        SimBroker up = broker;
        if (up != null) {
            up.crashed();
            goDown(disk.crash());
        }
    }

    private void goDown(MemoryEngine left) {
        SimBroker up = broker;
        if (up != null) {
            metadata = up.metadata();
        }
        broker = null;
        disk = left;
        cutOff();
        plan(1, 80, "start", this::begin);
    }

    /** Breaks all connections; what is under way on them is lost. */
    void cutOff() {
        connections.forEach(SimConnection::drop);
        connections.clear();
    }

    /** From now on nothing goes wrong; what is broken is restarted. */
    void heal() {
        healing = true;
        stalledUntil = 0;
        crash();
    }
}
