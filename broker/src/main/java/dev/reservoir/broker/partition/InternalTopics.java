package dev.reservoir.broker.partition;

import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.change.MetadataUnavailableException;
import dev.reservoir.meta.change.NewTopic;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** The coordinators' own topics, made when they are first needed. Thread-safe. */
public final class InternalTopics {
    private final Metadata metadata;
    private final BrokerConfig config;

    public InternalTopics(Metadata metadata, BrokerConfig config) {
        this.metadata = metadata;
        this.config = config;
    }

    /**
     * How an internal topic is made, null for one that belongs to a coordinator which is not
     * served.
     */
    public @Nullable NewTopic definition(String name) {
        return switch (name) {
            case TopicNames.CONSUMER_OFFSETS ->
                    compacted(
                            name,
                            config.offsetsTopicPartitions(),
                            config.offsetsTopicSegmentBytes(),
                            "producer");
            case TopicNames.TRANSACTION_STATE ->
                    compacted(
                            name,
                            config.transactionTopicPartitions(),
                            config.transactionTopicSegmentBytes(),
                            "uncompressed");
            default -> null;
        };
    }

    private static NewTopic compacted(
            String name, int partitions, int segmentBytes, String compression) {
        return new NewTopic(
                name,
                partitions,
                1,
                List.of(),
                List.of(
                        new NewTopic.Setting("cleanup.policy", "compact"),
                        new NewTopic.Setting("compression.type", compression),
                        new NewTopic.Setting("segment.bytes", Integer.toString(segmentBytes))));
    }

    /**
     * The topic, after it was made if it did not exist.
     *
     * @param name of a topic that has a {@link #definition}
     * @return a reply that fails with {@link MetadataUnavailableException} when it cannot be made
     */
    public Metadata.Pending<TopicImage> ensure(String name) {
        TopicImage present = metadata.image().topic(name);
        if (present != null) {
            return new Present(present);
        }
        NewTopic definition = Objects.requireNonNull(definition(name), name);
        return new Creation(
                name,
                metadata.submit(new MetadataCommand.CreateTopics(List.of(definition), false)));
    }

    private record Present(TopicImage topic) implements Metadata.Pending<TopicImage> {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public TopicImage await() {
            return topic;
        }
    }

    private final class Creation implements Metadata.Pending<TopicImage> {
        private final String name;
        private final Metadata.Pending<MetadataReply.TopicsCreated> reply;

        Creation(String name, Metadata.Pending<MetadataReply.TopicsCreated> reply) {
            this.name = name;
            this.reply = reply;
        }

        @Override
        public boolean isReady() {
            return reply.isReady();
        }

        @Override
        public TopicImage await() throws InterruptedException {
            var outcome = reply.await().topics().getFirst().outcome();
            TopicImage topic = metadata.image().topic(name);
            if (topic == null) {
                throw new MetadataUnavailableException(
                        "Topic " + name + " cannot be created: " + outcome.message(), null);
            }
            return topic;
        }
    }
}
