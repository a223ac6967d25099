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
    private List<Parked<C>> parked = List.of();

    /**
     * @param untilTick when it has waited enough; {@link Long#MAX_VALUE} for never
     */
    private record Parked<C>(Ask<C> ask, long untilTick) {}

    Slot(int index) {
        this.index = index;
    }

    boolean park(Ask<C> ask, int capacity, long untilTick) {
        if (parked.size() >= capacity) {
            return false;
        }
        if (parked.isEmpty()) {
            parked = new ArrayList<>();
        }
        parked.add(new Parked<>(ask, untilTick));
        return true;
    }

    /** When the first of those that are parked has waited enough. */
    long nextDeadline() {
        return parked.stream().mapToLong(Parked::untilTick).min().orElse(Long.MAX_VALUE);
    }

    /** Takes out those that have waited enough. */
    List<Ask<C>> unparkImpatient(long tick) {
        if (nextDeadline() > tick) {
            return List.of();
        }
        List<Ask<C>> all =
                parked.stream()
                        .filter(waiting -> waiting.untilTick() <= tick)
                        .map(Parked::ask)
                        .toList();
        parked.removeIf(waiting -> waiting.untilTick() <= tick);
        return all;
    }

    List<Ask<C>> unpark() {
        List<Ask<C>> all = parked.stream().map(Parked::ask).toList();
        parked = List.of();
        return all;
    }
}
