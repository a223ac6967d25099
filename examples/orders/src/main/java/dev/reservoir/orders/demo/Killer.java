package dev.reservoir.orders.demo;

import dev.reservoir.orders.service.ServiceName;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a random service every few seconds, on a thread of its own until that is interrupted. */
final class Killer implements Runnable {
    private static final int LEAST_PAUSE_MS = 2_000;
    private static final int MOST_PAUSE_MS = 5_000;

    private final Fleet fleet;
    private final EventLog log;
    private final Random random;
    private final AtomicInteger kills = new AtomicInteger();

    Killer(Fleet fleet, EventLog log, long seed) {
        this.fleet = fleet;
        this.log = log;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        ServiceName[] names = ServiceName.values();
        try {
            while (true) {
                Thread.sleep(random.nextInt(LEAST_PAUSE_MS, MOST_PAUSE_MS));
                ServiceName name = names[random.nextInt(names.length)];
                log.news("demo", "kill -9 " + name.word());
                fleet.child(name).kill();
                kills.incrementAndGet();
            }
        } catch (InterruptedException _) {
            // Enough.
        }
    }

    int kills() {
        return kills.get();
    }
}
