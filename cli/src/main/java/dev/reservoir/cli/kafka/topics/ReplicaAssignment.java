package dev.reservoir.cli.kafka.topics;

import dev.reservoir.cli.CommandFailure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The value of {@code --replica-assignment}: {@code 1:2,2:3} gives partition 0 brokers 1 and 2,
 * partition 1 2 and 3.
 */
final class ReplicaAssignment {
    private ReplicaAssignment() {}

    /** The brokers of each partition, by partition. */
    static List<List<Integer>> parse(String text) {
        List<List<Integer>> partitions = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            List<Integer> brokers = brokers(part, partitions.size());
            if (!partitions.isEmpty() && partitions.getFirst().size() != brokers.size()) {
                throw new CommandFailure(
                        "Partition "
                                + partitions.size()
                                + " has different replication factor: "
                                + brokers);
            }
            partitions.add(brokers);
        }
        return partitions;
    }

    private static List<Integer> brokers(String part, int partition) {
        List<Integer> brokers = new ArrayList<>();
        for (String broker : part.split(":", -1)) {
            try {
                brokers.add(Integer.parseInt(broker.trim()));
            } catch (NumberFormatException _) {
                throw new CommandFailure(
                        "'"
                                + broker
                                + "' in --replica-assignment is not a broker id (partition "
                                + partition
                                + "); the form is 1:2,2:3");
            }
        }
        if (new HashSet<>(brokers).size() != brokers.size()) {
            throw new CommandFailure(
                    "Partition replica lists may not contain duplicate entries: partition "
                            + partition
                            + " "
                            + part);
        }
        return brokers;
    }
}
