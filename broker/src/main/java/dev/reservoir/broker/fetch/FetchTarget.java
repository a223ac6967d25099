package dev.reservoir.broker.fetch;

import java.util.UUID;

/**
 * What a client asks of one partition.
 *
 * @param topic name of the topic; "" when the client names it by id
 * @param topicId its id; all zero when the client names it by name
 * @param offset first offset wanted
 * @param maxBytes most bytes wanted
 * @param leaderEpoch the leader epoch the client knows; -1 for none
 * @param lastFetchedEpoch epoch of the last record it has; -1 for unknown
 */
public record FetchTarget(
        String topic,
        UUID topicId,
        int partition,
        long offset,
        int maxBytes,
        int leaderEpoch,
        int lastFetchedEpoch) {

    /** Names a partition the way the client does. */
    public record Key(String topic, UUID topicId, int partition) {}

    public Key key() {
        return new Key(topic, topicId, partition);
    }
}
