package dev.reservoir.testing.sim;

import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A broker and its clients in a simulated world with failures: producers, members of consumer
 * groups, an administrator and a reader of everything; connections break, storage refuses, fails
 * and is late, the broker stops, stands still and crashes, its clock is set. What must hold at any
 * time is checked all along; at the end everything heals, and all that was promised must be there.
 */
public final class Simulation {
    private static final int MAX_PENDING_BYTES = 6_000;
    private static final int GROUPS = 2;
    private static final int MEMBERS = 3;
    private static final long HEALING_MS = 60_000;

    private final World world;
    private final Machine machine;
    private final List<SimClient> clients = new ArrayList<>();
    private final List<SimProducer> producers = new ArrayList<>();
    private final List<SimMember> members = new ArrayList<>();
    private final SimAdmin admin;
    private final SimReader reader;

    /**
     * @param engines what the broker takes for its engine, over the in-memory one
     */
    public Simulation(long seed, Function<MemoryEngine, SimEngine> engines, Trace trace) {
        RandomGenerator random = new SplittableRandom(seed);
        world = new World(new Scheduler(random, trace), random, trace, new Model());
        MemoryEngine first = new MemoryEngine(random, Pace.STEPPED, MAX_PENDING_BYTES);
        machine = new Machine(world, first, engines);
        admin = join(new SimAdmin(world, "admin"));
        reader = join(new SimReader(world, "reader"));
        for (SimProducer.Kind kind : SimProducer.Kind.values()) {
            produce(kind);
        }
        produce(SimProducer.Kind.IDEMPOTENT);
        produce(SimProducer.Kind.IDEMPOTENT);
        for (int i = 0; i < GROUPS * MEMBERS; i++) {
            SimGroup group = world.model().group("group" + i % GROUPS);
            String instance = i < GROUPS ? "instance" + i : null;
            members.add(join(new SimMember(world, "member" + i, group, instance)));
        }
    }

    private void produce(SimProducer.Kind kind) {
        producers.add(join(new SimProducer(world, "producer" + producers.size(), kind)));
    }

    private <C extends SimClient> C join(C client) {
        clients.add(client);
        return client;
    }

    /**
     * Lets the world run, then heals and checks it.
     *
     * @param ms simulated milliseconds with failures
     * @throws AssertionError when a promise was broken
     */
    public void run(long ms) throws Exception {
        machine.begin();
        world.scheduler().every(1, 5, "clients", () -> machine.serve(clients));
        world.scheduler().every(20, 200, "failure", machine::failure);
        while (world.scheduler().elapsed() < ms) {
            step();
        }
        heal();
        awaitDone();
        new Exam(world, machine, this::step).check();
    }

    private void step() throws Exception {
        world.scheduler().step();
        machine.poll();
    }

    private void heal() {
        machine.heal();
        admin.finish();
        producers.forEach(SimProducer::finish);
        members.forEach(SimMember::calmDown);
        // The others must take its share over.
        SimMember victim = members.get(world.random().nextInt(members.size()));
        world.scheduler()
                .after(
                        world.once(2) ? 0 : world.scheduler().delay(0, 2_000),
                        "a death",
                        victim::dieForGood);
        reader.rewind();
    }

    private void awaitDone() throws Exception {
        long deadline = world.scheduler().elapsed() + HEALING_MS;
        while (!isDone()) {
            if (world.scheduler().elapsed() > deadline) {
                throw new AssertionError(
                        "a minute after the last failure the clients are still not served: "
                                + waitingFor());
            }
            step();
        }
        clients.forEach(SimClient::turnAway);
        clients.clear();
        machine.cutOff();
    }

    private boolean isDone() {
        return producers.stream().allMatch(SimProducer::isDone) && reader.isDone() && areRead();
    }

    /** Whether every group has processed all records. */
    private boolean areRead() {
        return world.model().groups().stream()
                .allMatch(
                        group -> world.model().alivePartitions().stream().allMatch(group::isDone));
    }

    private List<String> waitingFor() {
        List<String> waiting = new ArrayList<>();
        producers.stream().filter(p -> !p.isDone()).forEach(p -> waiting.add(p.name));
        if (!reader.isDone()) {
            waiting.add(reader.name);
        }
        for (SimGroup group : world.model().groups()) {
            world.model().alivePartitions().stream()
                    .filter(partition -> !group.isDone(partition))
                    .forEach(partition ->
                            waiting.add(
                                    "%s with %s from %d on"
                                            .formatted(
                                                    group.id,
                                                    partition.id,
                                                    group.missing(partition))));
        }
        return waiting;
    }
}
