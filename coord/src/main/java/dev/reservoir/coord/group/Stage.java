package dev.reservoir.coord.group;

import org.jspecify.annotations.Nullable;

/**
 * Where a group stands and since when.
 *
 * @param since milliseconds since the epoch; -1 when unknown
 * @param initial set while a group that was empty waits for further members
 */
public record Stage(Phase phase, long since, @Nullable Initial initial) {

    /**
     * The wait for the first members ({@code group.initial.rebalance.delay.ms}): another one's
     * joining extends it, up to the rebalance timeout.
     *
     * @param delayMs of the stretch that runs
     * @param remainingMs for further ones
     * @param memberAdded whether another one joined during this stretch
     */
    public record Initial(int delayMs, int remainingMs, boolean memberAdded) {}
}
