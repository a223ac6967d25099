package dev.reservoir.cli.kafka.groups;

import dev.reservoir.cli.UsageException;

import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of {@code --topic}: a topic, or some of its partitions as in {@code orders:0,2}.
 *
 * @param partitions empty for the whole topic
 */
record TopicArgument(String topic, List<TopicPartition> partitions) {

    static TopicArgument parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new TopicArgument(text, List.of());
        }
        String topic = text.substring(0, colon);
        List<TopicPartition> partitions = new ArrayList<>();
        for (String part : text.substring(colon + 1).split(",", -1)) {
            partitions.add(new TopicPartition(topic, number(part, text)));
        }
        if (topic.isEmpty()) {
            throw new UsageException(
                    "Invalid topic arg '" + text + "', expected topic name and partitions");
        }
        return new TopicArgument(topic, partitions);
    }

    private static int number(String part, String text) {
        try {
            int partition = Integer.parseInt(part.trim());
            if (partition >= 0) {
                return partition;
            }
        } catch (NumberFormatException _) {
            // The sentence below says it.
        }
        throw new UsageException(
                "Invalid partition '"
                        + part
                        + "' specified in topic arg '"
                        + text
                        + "'; the form is topic:0,1,2");
    }

    boolean wholeTopic() {
        return partitions.isEmpty();
    }
}
