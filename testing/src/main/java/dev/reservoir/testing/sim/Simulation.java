package dev.reservoir.testing.sim;

import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.StorageException.Kind;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A broker and its clients in a simulated world with failures. Producers write, a consumer reads,
 * records are deleted; connections break, storage refuses, fails and crashes. At the end everything
 * heals, all that was acknowledged must be read, once and in its place.
 */
public final class Simulation {
    private static final int TOPICS = 2;
    private static final int PARTITIONS = 2;
    private static final int PRODUCERS = 5;
    private static final int MAX_PENDING_BYTES = 6_000;
    private static final long HEALING_MS = 60_000;

    private final Trace trace = new Trace();
    private final RandomGenerator random;
    private final Scheduler scheduler;
    private final BrokerConfig config = BrokerConfig.of(Map.of());
    private final MetadataImage metadata;
    private final List<SimTopic> topics = new ArrayList<>();
    private final List<SimProducer> producers = new ArrayList<>();
    private final SimConsumer consumer;
    private final List<SimConnection> connections = new ArrayList<>();
    private @Nullable SimBroker broker;
    private MemoryEngine engine;
    private boolean healing;
    private int lives;
    private int connected;

    public Simulation(long seed) {
        random = new SplittableRandom(seed);
        scheduler = new Scheduler(random, trace);
        engine = new MemoryEngine(random, Pace.STEPPED, MAX_PENDING_BYTES);
        MetadataImage image = MetadataImage.EMPTY;
        for (int i = 0; i < TOPICS; i++) {
            UUID id = new UUID(5, i + 1);
            image =
                    image.apply(
                            new MetadataEvent.TopicCreated(
                                    id, "topic" + i, PARTITIONS, new TreeMap<>()));
            for (int index = 0; index < PARTITIONS; index++) {
                topics.add(new SimTopic(new Uuid(5, i + 1), "topic" + i, index));
            }
        }
        metadata = image;
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(
                    new SimProducer(
                            1_000 + i, topics.get(i % topics.size()), random, scheduler, trace));
        }
        consumer = new SimConsumer(topics, random);
    }

    public Trace trace() {
        return trace;
    }

    /**
     * Lets the world run, then heals and checks it.
     *
     * @param ms simulated milliseconds with failures
     * @throws AssertionError when a promise was broken
     */
    public void run(long ms) throws Exception {
        begin(engine);
        every(1, 6, "storage step", this::storageStep);
        every(1, 5, "clients", this::clients);
        every(40, 200, "checkpoint", () -> engine.checkpoint());
        every(50, 400, "trim", this::trim);
        every(30, 300, "failure", this::failure);
        while (scheduler.elapsed() < ms) {
            step();
        }
        heal();
        long deadline = scheduler.elapsed() + HEALING_MS;
        while (!isDone()) {
            if (scheduler.elapsed() > deadline) {
                throw new AssertionError(
                        "a minute after the last failure clients are still not served");
            }
            step();
        }
    }

    private void step() throws Exception {
        scheduler.step();
        for (SimConnection connection : List.copyOf(connections)) {
            connection.poll();
        }
    }

    private void every(long least, long most, String name, Scheduler.Action action) {
        scheduler.after(
                scheduler.delay(least, most),
                name,
                () -> {
                    action.run();
                    every(least, most, name, action);
                });
    }

    private void begin(MemoryEngine next) throws StorageException {
        engine = next;
        broker = new SimBroker(next, metadata, config, lives++, scheduler, random);
    }

    private void storageStep() {
        if (broker != null) {
            engine.step();
        }
    }

    private void clients() {
        for (SimProducer producer : producers) {
            if (broker != null && !producer.isConnected()) {
                producer.connect(newConnection(producer));
            }
            producer.work(!healing && random.nextInt(4) == 0);
        }
        if (broker != null && !consumer.isConnected()) {
            consumer.connect(newConnection(consumer));
        }
        consumer.work();
    }

    private SimConnection newConnection(SimConnection.Client client) {
        SimBroker up = broker;
        if (up == null) {
            throw new IllegalStateException("the broker is down");
        }
        connections.removeIf(SimConnection::isDropped);
        SimConnection connection =
                new SimConnection("c" + ++connected, scheduler, trace, up, client);
        connections.add(connection);
        return connection;
    }

    private void trim() throws Exception {
        SimBroker up = broker;
        if (up == null || healing || random.nextInt(3) > 0) {
            return;
        }
        SimTopic topic = topics.get(random.nextInt(topics.size()));
        PartitionLog log = up.logs().get(id(topic));
        if (log != null && log.failure() == null) {
            var offsets = log.offsets();
            long most =
                    producers.stream()
                            .mapToLong(producer -> producer.neededFrom(topic))
                            .reduce(offsets.durable(), Math::min);
            if (most >= offsets.start()) {
                long before = offsets.start() + random.nextLong(most - offsets.start() + 1);
                topic.trimAsked(before);
                log.deleteBefore(before);
            }
        }
    }

    private static PartitionId id(SimTopic topic) {
        return new PartitionId(
                new UUID(
                        topic.id.topicId().getMostSignificantBits(),
                        topic.id.topicId().getLeastSignificantBits()),
                topic.id.topic(),
                topic.id.partition());
    }

    private void failure() throws Exception {
        if (broker == null || healing) {
            return;
        }
        int dice = random.nextInt(12);
        if (dice < 5) {
            dropConnection();
        } else if (dice < 7) {
            Kind[] kinds = {Kind.FULL, Kind.BUSY};
            engine.refuse(kinds[random.nextInt(kinds.length)], 1 + random.nextInt(5));
        } else if (dice < 8) {
            failPartition();
        } else if (dice < 9) {
            engine.fail();
            scheduler.after(scheduler.delay(5, 100), "restart after failure", this::crash);
        } else if (dice < 10) {
            stop();
        } else {
            crash();
        }
    }

    private void dropConnection() {
        if (!connections.isEmpty()) {
            connections.get(random.nextInt(connections.size())).drop();
        }
    }

    private void failPartition() {
        SimBroker up = broker;
        PartitionId id = id(topics.get(random.nextInt(topics.size())));
        if (up != null && up.logs().get(id) != null) {
            engine.failPartition(id, random.nextBoolean() ? Kind.OFFLINE : Kind.READ_ONLY);
            scheduler.after(scheduler.delay(5, 200), "restart a failed partition", this::crash);
        }
    }

    private void crash() {
        if (broker != null) {
            goDown(engine.crash());
        }
    }

    private void stop() {
        engine.close();
        goDown(engine.reopen());
    }

    private void goDown(MemoryEngine left) {
        broker = null;
        connections.forEach(SimConnection::drop);
        connections.clear();
        scheduler.after(scheduler.delay(1, 80), "start", () -> begin(left));
    }

    private void heal() {
        healing = true;
        if (broker != null) {
            crash();
        }
        consumer.rewind();
    }

    private boolean isDone() {
        return producers.stream().allMatch(SimProducer::isDone) && consumer.isDone();
    }
}
