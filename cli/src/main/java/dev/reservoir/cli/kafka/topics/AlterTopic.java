package dev.reservoir.cli.kafka.topics;

import static dev.reservoir.cli.Answers.await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code --alter}: more partitions, and where they go. */
final class AlterTopic {
    private final Admin admin;
    private final TopicSelection selection;

    AlterTopic(Admin admin, TopicSelection selection) {
        this.admin = admin;
        this.selection = selection;
    }

    void run(TopicsOptions options) {
        List<String> topics =
                selection.existing(options.topic, options.excludeInternal, options.ifExists);
        if (topics.isEmpty()) {
            return;
        }
        int total = Objects.requireNonNull(options.partitions);
        Map<String, NewPartitions> raised = new HashMap<>();
        if (options.replicaAssignment == null) {
            topics.forEach(topic -> raised.put(topic, NewPartitions.increaseTo(total)));
        } else {
            List<List<Integer>> all = ReplicaAssignment.parse(options.replicaAssignment);
            Map<String, TopicDescription> now = await(admin.describeTopics(topics).allTopicNames());
            now.forEach((topic, description) ->
                    raised.put(
                            topic,
                            NewPartitions.increaseTo(
                                    total, added(all, description.partitions().size()))));
        }
        await(
                admin.createPartitions(
                                raised, new CreatePartitionsOptions().retryOnQuotaViolation(false))
                        .all());
    }

    /** The assignment names every partition; the ones that are there stay as they are. */
    static List<List<Integer>> added(List<List<Integer>> all, int existing) {
        return all.subList(Math.min(existing, all.size()), all.size());
    }
}
