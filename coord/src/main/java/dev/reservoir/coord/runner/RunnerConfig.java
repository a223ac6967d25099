package dev.reservoir.coord.runner;

/**
 * Bounds of a runner.
 *
 * @param queueCapacity commands that wait to be decided; further ones are refused
 * @param parkedCapacity commands a shard that is being loaded keeps waiting
 * @param loadWaitMs how long such a command waits before it is told to come again; under the
 *     request timeouts that clients set
 * @param lotCommands commands decided before their events are appended
 * @param lotBytes size from which on a shard's events are appended before more is decided
 * @param appendTimeoutMs how long back-pressure may hold an append before it counts as failed
 * @param reloadBackoffMs how long a shard that failed rests before it is loaded again
 */
public record RunnerConfig(
        int queueCapacity,
        int parkedCapacity,
        long loadWaitMs,
        int lotCommands,
        int lotBytes,
        long appendTimeoutMs,
        long reloadBackoffMs) {
    public static final RunnerConfig DEFAULT =
            new RunnerConfig(20_000, 1_000, 3_000, 2_000, 512 * 1024, 5_000, 1_000);
}
