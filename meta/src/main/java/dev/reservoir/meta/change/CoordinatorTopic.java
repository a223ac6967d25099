package dev.reservoir.meta.change;

import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

/** A topic that a coordinator keeps its state in: it stays as it was made. */
enum CoordinatorTopic {
    OFFSETS(
            TopicNames.CONSUMER_OFFSETS,
            "offsets.topic.num.partitions",
            "holds every group's offsets and cannot be deleted: delete the groups instead"
                    + " (kafka-consumer-groups --delete).",
            "no group would find its offsets."),
    TRANSACTIONS(
            TopicNames.TRANSACTION_STATE,
            "transaction.state.log.num.partitions",
            "holds the state of every transaction and cannot be deleted: transactional ids that"
                    + " nobody uses are forgotten after transactional.id.expiration.ms.",
            "no producer would find its transactions.");

    private final String topic;
    private final String partitionsKey;
    private final String whyNotDeleted;
    private final String whyNotGrown;

    CoordinatorTopic(String topic, String partitionsKey, String whyNotDeleted, String whyNotGrown) {
        this.topic = topic;
        this.partitionsKey = partitionsKey;
        this.whyNotDeleted = whyNotDeleted;
        this.whyNotGrown = whyNotGrown;
    }

    /** The coordinators' topic of that name; null for any other. */
    static @Nullable CoordinatorTopic of(String name) {
        for (CoordinatorTopic known : values()) {
            if (known.topic.equals(name)) {
                return known;
            }
        }
        return null;
    }

    String partitionsKey() {
        return partitionsKey;
    }

    int partitions(BrokerConfig config) {
        return switch (this) {
            case OFFSETS -> config.offsetsTopicPartitions();
            case TRANSACTIONS -> config.transactionTopicPartitions();
        };
    }

    /** The rest of a sentence that begins with the topic. */
    String whyNotDeleted() {
        return whyNotDeleted;
    }

    /** What would happen if it had another number of partitions. */
    String whyNotGrown() {
        return whyNotGrown;
    }
}
