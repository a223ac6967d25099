package dev.reservoir.cli.kafka.topics;

import static dev.reservoir.cli.Answers.await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteTopicsOptions;

import java.util.List;

/** {@code --delete}. */
final class DeleteTopic {
    private final Admin admin;
    private final TopicSelection selection;

    DeleteTopic(Admin admin, TopicSelection selection) {
        this.admin = admin;
        this.selection = selection;
    }

    void run(TopicsOptions options) {
        List<String> topics =
                selection.existing(options.topic, options.excludeInternal, options.ifExists);
        if (!topics.isEmpty()) {
            await(
                    admin.deleteTopics(
                                    topics, new DeleteTopicsOptions().retryOnQuotaViolation(false))
                            .all());
        }
    }
}
