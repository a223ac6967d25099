package dev.reservoir.broker.api;

import dev.reservoir.broker.fetch.FetchRound;
import dev.reservoir.broker.fetch.FetchSessionException;
import dev.reservoir.broker.fetch.FetchSessions;
import dev.reservoir.broker.fetch.FetchTarget;
import dev.reservoir.broker.partition.Partitions;

import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.NodeEndpoint;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetch (key 1, versions 4 to 18; sessions KIP-227, topic ids KIP-516, epochs KIP-320, leader hints
 * KIP-951).
 *
 * <p>Reads durable records as stored; for a reader of committed ones up to the last stable offset,
 * with the aborted transactions that it leaves out (KIP-98). Below {@code min.bytes} the reply
 * waits, at most {@code max.wait}; the first batch comes whole even when it is larger than the
 * limits. Sessions hold what a client fetches, up to {@code
 * max.incremental.fetch.session.cache.slots}.
 *
 * <p>Deviation: requests of follower replicas are treated as those of consumers, for there are
 * none.
 */
public final class Fetch implements Handler<FetchRequestData> {
    private static final short TOPIC_IDS_SINCE = 13;
    private static final short LEADERS_TOLD_SINCE = 16;

    private final Partitions partitions;
    private final FetchSessions sessions;
    private final InstantSource clock;
    private final BrokerIdentity identity;
    private final int maxBytes;

    /**
     * @param maxBytes bound on any fetch's answer ({@code fetch.max.bytes})
     */
    public Fetch(
            Partitions partitions,
            FetchSessions sessions,
            InstantSource clock,
            BrokerIdentity identity,
            int maxBytes) {
        this.partitions = partitions;
        this.sessions = sessions;
        this.clock = clock;
        this.identity = identity;
        this.maxBytes = maxBytes;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.FETCH;
    }

    @Override
    public Reply handle(RequestContext context, FetchRequestData request) {
        boolean byTopicId = context.apiVersion() >= TOPIC_IDS_SINCE;
        try {
            FetchRound round =
                    sessions.round(
                            new FetchSessions.Ask(
                                    request.sessionId(),
                                    request.sessionEpoch(),
                                    byTopicId,
                                    targets(request),
                                    forgotten(request)));
            FetchRead read =
                    new FetchRead(
                            partitions,
                            round,
                            byTopicId,
                            Math.min(maxBytes, request.maxBytes()),
                            request.isolationLevel(),
                            context.apiVersion() < LEADERS_TOLD_SINCE ? null : self(context));
            return new FetchReply(
                    read, request.minBytes(), clock, clock.millis() + request.maxWaitMs());
        } catch (FetchSessionException e) {
            return Reply.of(
                    new FetchResponseData().setErrorCode(Errors.valueOf(e.reason().name()).code()));
        }
    }

    private NodeEndpoint self(RequestContext context) {
        BrokerIdentity.Endpoint endpoint = identity.endpoint(context);
        return new NodeEndpoint()
                .setNodeId(identity.nodeId())
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setRack(identity.rack());
    }

    private static List<FetchTarget> targets(FetchRequestData request) {
        List<FetchTarget> targets = new ArrayList<>();
        for (var topic : request.topics()) {
            for (var partition : topic.partitions()) {
                targets.add(
                        new FetchTarget(
                                topic.topic(),
                                TopicIds.toJava(topic.topicId()),
                                partition.partition(),
                                partition.fetchOffset(),
                                partition.partitionMaxBytes(),
                                partition.currentLeaderEpoch(),
                                partition.lastFetchedEpoch()));
            }
        }
        return targets;
    }

    private static List<FetchTarget.Key> forgotten(FetchRequestData request) {
        List<FetchTarget.Key> keys = new ArrayList<>();
        for (var topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                keys.add(
                        new FetchTarget.Key(
                                topic.topic(), TopicIds.toJava(topic.topicId()), partition));
            }
        }
        return keys;
    }
}
