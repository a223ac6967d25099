/**
 * The simulator: the broker's production code over the in-memory engine, with simulated clients,
 * connections, time and failures, on one thread and from one seed. Everything that happens is an
 * event of {@link dev.reservoir.testing.sim.Scheduler}; the same seed gives the same trace.
 */
@NullMarked
package dev.reservoir.testing.sim;

import org.jspecify.annotations.NullMarked;
