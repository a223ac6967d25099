package dev.reservoir.testing.sim;

/** Reads all partitions, without a group; what it read once it must find again. */
final class SimReader extends SimClient {
    private final Reading reading;

    SimReader(World world, String name) {
        super(world, name);
        this.reading = new Reading(world);
    }

    /** Reads from the start again. */
    void rewind() {
        reading.positions().replaceAll((_, _) -> 0L);
    }

    /** Whether it has read everything that any client knows of. */
    boolean isDone() {
        return world.model().alivePartitions().stream()
                .allMatch(partition ->
                        reading.positions().getOrDefault(partition, 0L) > partition.highestKnown());
    }

    @Override
    void work() {
        if (waiting() > 0) {
            return;
        }
        world.model().alivePartitions().forEach(p -> reading.positions().putIfAbsent(p, 0L));
        if (!reading.positions().isEmpty()) {
            reading.go(this, (_, _) -> {});
        }
    }

    @Override
    void lost() {}
}
