package dev.reservoir.meta.change;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A change that somebody asks for.
 *
 * @param <R> what it is answered with
 */
public sealed interface MetadataCommand<R extends MetadataReply> {
    Class<R> replyType();

    /** Creates topics, each for itself. */
    record CreateTopics(List<NewTopic> topics, boolean validateOnly)
            implements MetadataCommand<MetadataReply.TopicsCreated> {
        public CreateTopics {
            topics = List.copyOf(topics);
        }

        @Override
        public Class<MetadataReply.TopicsCreated> replyType() {
            return MetadataReply.TopicsCreated.class;
        }
    }

    /** Deletes topics, each for itself. */
    record DeleteTopics(List<TopicSelector> topics)
            implements MetadataCommand<MetadataReply.TopicsDeleted> {
        public DeleteTopics {
            topics = List.copyOf(topics);
        }

        @Override
        public Class<MetadataReply.TopicsDeleted> replyType() {
            return MetadataReply.TopicsDeleted.class;
        }
    }

    /** Gives topics more partitions, each for itself. */
    record CreatePartitions(List<Growth> topics, boolean validateOnly)
            implements MetadataCommand<MetadataReply.PartitionsCreated> {
        public CreatePartitions {
            topics = List.copyOf(topics);
        }

        @Override
        public Class<MetadataReply.PartitionsCreated> replyType() {
            return MetadataReply.PartitionsCreated.class;
        }
    }

    /**
     * A topic's new size.
     *
     * @param count partitions there shall be, the old ones included
     * @param assignments replicas of each new partition, null when the broker shall choose
     */
    record Growth(String topic, int count, @Nullable List<List<Integer>> assignments) {}

    /** Changes single configs (KIP-339), the resources each for itself. */
    record AlterConfigs(List<ConfigChange> changes, boolean validateOnly)
            implements MetadataCommand<MetadataReply.ConfigsAltered> {
        public AlterConfigs {
            changes = List.copyOf(changes);
        }

        @Override
        public Class<MetadataReply.ConfigsAltered> replyType() {
            return MetadataReply.ConfigsAltered.class;
        }
    }

    /**
     * Replaces all configs of resources, as the older API does: what is not named is removed. Every
     * step must be a {@link ConfigChange.Op#SET}.
     */
    record ReplaceConfigs(List<ConfigChange> changes, boolean validateOnly)
            implements MetadataCommand<MetadataReply.ConfigsAltered> {
        public ReplaceConfigs {
            changes = List.copyOf(changes);
        }

        @Override
        public Class<MetadataReply.ConfigsAltered> replyType() {
            return MetadataReply.ConfigsAltered.class;
        }
    }

    /**
     * The broker starts: the next epoch begins.
     *
     * @param features the highest level of each feature that this program serves
     */
    record StartBroker(Map<String, Short> features)
            implements MetadataCommand<MetadataReply.BrokerStarted> {
        public StartBroker {
            features = Map.copyOf(features);
        }

        @Override
        public Class<MetadataReply.BrokerStarted> replyType() {
            return MetadataReply.BrokerStarted.class;
        }
    }

    /**
     * Takes producer ids that nobody had before.
     *
     * @param count how many, 1 or more
     */
    record AllocateProducerIds(int count) implements MetadataCommand<MetadataReply.ProducerIds> {
        public AllocateProducerIds {
            if (count < 1) {
                throw new IllegalArgumentException("count must be at least 1, not " + count);
            }
        }

        @Override
        public Class<MetadataReply.ProducerIds> replyType() {
            return MetadataReply.ProducerIds.class;
        }
    }
}
