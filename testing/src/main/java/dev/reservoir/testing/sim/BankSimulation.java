package dev.reservoir.testing.sim;

import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A broker and the tellers of a bank in a simulated world with failures. No reader sees half a
 * transfer, no committed one is lost or doubled, no aborted one is seen, and in the end nothing is
 * undecided: the last stable offset has reached the high watermark.
 */
public final class BankSimulation {
    private static final int MAX_PENDING_BYTES = 20_000;
    private static final long HEALING_MS = 60_000;
    private static final List<String> IDS = List.of("north", "south");

    private final World world;
    private final Machine machine;
    private final Bank bank = new Bank();
    private final List<SimTeller> tellers = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final SimClerk clerk;
    private final SimAuditor auditor;

    public BankSimulation(long seed, Trace trace) {
        RandomGenerator random = new SplittableRandom(seed);
        world = new World(new Scheduler(random, trace), random, trace, new Model());
        machine =
                new Machine(
                        world,
                        new MemoryEngine(random, Pace.STEPPED, MAX_PENDING_BYTES),
                        SimEngine::new);
        clerk = new SimClerk(world, "clerk", bank);
        auditor = new SimAuditor(world, "auditor", bank);
        clients.add(clerk);
        clients.add(auditor);
        for (String id : IDS) {
            for (SimTeller.Protocol protocol : SimTeller.Protocol.values()) {
                String name = id + " by protocol " + protocol;
                tellers.add(new SimTeller(world, name, bank, id, protocol));
            }
        }
        clients.addAll(tellers);
    }

    /**
     * Lets the world run, then heals and audits it.
     *
     * @param ms simulated milliseconds with failures
     * @return how many transfers were committed
     * @throws AssertionError when a promise was broken
     */
    public long run(long ms) throws Exception {
        machine.begin();
        world.scheduler().every(1, 5, "clients", () -> machine.serve(clients));
        world.scheduler().every(20, 200, "failure", machine::failure);
        while (world.scheduler().elapsed() < ms) {
            step();
        }
        machine.heal();
        clerk.finish();
        tellers.forEach(SimTeller::finish);
        await("the tellers have ended", () -> tellers.stream().allMatch(SimTeller::isDone));
        audit();
        machine.crash();
        audit();
        return bank.committed();
    }

    /** Reads all there is once more. */
    private void audit() throws Exception {
        auditor.rewind();
        clerk.check(IDS);
        await("the offsets are stable", clerk::isDone);
        await("nothing is undecided", auditor::isDone);
        bank.audit();
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long deadline = world.scheduler().elapsed() + HEALING_MS;
        while (!condition.getAsBoolean()) {
            if (world.scheduler().elapsed() > deadline) {
                throw new AssertionError("a minute after the last failure it is not so: " + what);
            }
            step();
        }
    }

    private void step() throws Exception {
        world.scheduler().step();
        machine.poll();
    }
}
