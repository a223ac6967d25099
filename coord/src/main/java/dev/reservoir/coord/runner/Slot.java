package dev.reservoir.coord.runner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The place of one shard in a runner: cold, being loaded, or loaded. */
final class Slot<S, C extends Command<?>, E> {
    /** A command with its reply. */
    record Ask<C>(int shard, C command, PendingReply<?> reply) {}

    final int index;
    @Nullable Shard<S, C, E> shard;
    boolean loading;

    /** Before this tick a shard that failed is not loaded again. */
    long restUntil = Long.MIN_VALUE;

    /** Commands that wait for the load to end. */
    private List<Ask<C>> parked = List.of();

    Slot(int index) {
        this.index = index;
    }

    boolean park(Ask<C> ask, int capacity) {
        if (parked.size() >= capacity) {
            return false;
        }
        if (parked.isEmpty()) {
            parked = new ArrayList<>();
        }
        parked.add(ask);
        return true;
    }

    List<Ask<C>> unpark() {
        List<Ask<C>> all = parked;
        parked = List.of();
        return all;
    }
}
