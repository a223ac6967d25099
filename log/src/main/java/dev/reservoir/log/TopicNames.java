package dev.reservoir.log;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** What the metadata says about topic ids: which exist, and under which name. */
@FunctionalInterface
public interface TopicNames {
    /** The topic's name, by which storage names its directories; null when the topic is gone. */
    @Nullable String nameOf(UUID topicId);
}
