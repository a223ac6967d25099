package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A topic that is asked for.
 *
 * @param partitions -1 for the broker's default
 * @param replicationFactor -1 for the broker's default
 * @param assignments replicas of each partition, given instead of the two numbers; empty when the
 *     broker shall choose
 * @param configs as they were given
 */
public record NewTopic(
        String name,
        int partitions,
        int replicationFactor,
        List<Assignment> assignments,
        List<Setting> configs) {
    public NewTopic {
        assignments = List.copyOf(assignments);
        configs = List.copyOf(configs);
    }

    /** A topic without configs of its own whose replicas the broker chooses. */
    public static NewTopic of(String name, int partitions, int replicationFactor) {
        return new NewTopic(name, partitions, replicationFactor, List.of(), List.of());
    }

    /** The brokers that hold a partition, the leader first. */
    public record Assignment(int partition, List<Integer> brokers) {
        public Assignment {
            brokers = List.copyOf(brokers);
        }
    }

    /** A config with its value. */
    public record Setting(String key, @Nullable String value) {}
}
