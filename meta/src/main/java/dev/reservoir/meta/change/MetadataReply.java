package dev.reservoir.meta.change;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.TopicImage;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** What a command is answered with, when its events are durable. */
public sealed interface MetadataReply {

    /** One result for each topic that was asked for; a name that occurs twice has one. */
    record TopicsCreated(List<CreatedTopic> topics) implements MetadataReply {
        public TopicsCreated {
            topics = List.copyOf(topics);
        }
    }

    /**
     * The result for one topic.
     *
     * @param topic what was created, or would be; null when it was refused
     */
    record CreatedTopic(String name, Outcome outcome, @Nullable TopicImage topic) {}

    /** One result for each topic that was named; what was named twice has one. */
    record TopicsDeleted(List<DeletedTopic> topics) implements MetadataReply {
        public TopicsDeleted {
            topics = List.copyOf(topics);
        }
    }

    /**
     * The result for one topic.
     *
     * @param name null when an id was given that is not known
     * @param id null when a name was given that is not known
     */
    record DeletedTopic(@Nullable String name, @Nullable UUID id, Outcome outcome) {}

    /** One result for each topic that was named; a name that occurs twice has one. */
    record PartitionsCreated(List<GrownTopic> topics) implements MetadataReply {
        public PartitionsCreated {
            topics = List.copyOf(topics);
        }
    }

    /** The result for one topic. */
    record GrownTopic(String name, Outcome outcome) {}

    /** One result for each change, in the same order. */
    record ConfigsAltered(List<AlteredResource> resources) implements MetadataReply {
        public ConfigsAltered {
            resources = List.copyOf(resources);
        }
    }

    /** The result for one resource. */
    record AlteredResource(ConfigResource resource, Outcome outcome) {}

    /**
     * Whether the broker may start.
     *
     * @param epoch its epoch from now on; meaningless when the outcome is not ok
     */
    record BrokerStarted(Outcome outcome, int epoch) implements MetadataReply {}

    /** The producer ids from {@code first} to {@code first + count - 1}. */
    record ProducerIds(long first, int count) implements MetadataReply {}
}
