package dev.reservoir.testing.sim;

import java.util.random.RandomGenerator;

/** What everybody in a simulated world shares. */
record World(Scheduler scheduler, RandomGenerator random, Trace trace, Model model) {

    /** Once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }
}
