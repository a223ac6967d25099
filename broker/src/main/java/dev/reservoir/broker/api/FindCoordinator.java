package dev.reservoir.broker.api;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.broker.transaction.Endings;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * FindCoordinator (key 10, versions 0 to 6; KIP-699 for many keys at once): every group and every
 * transactional id is coordinated here. Makes {@code __consumer_offsets} or {@code
 * __transaction_state} when it is not there, and has the key's shard loaded, so that it is ready
 * for the next request.
 *
 * <p>Coordinators of share groups are not served: the answer is INVALID_REQUEST, which clients do
 * not retry.
 */
public final class FindCoordinator implements Handler<FindCoordinatorRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(FindCoordinator.class);
    private static final int FIRST_OF_MANY_KEYS = 4;

    private final GroupCoordinator groups;
    private final Endings transactions;
    private final InternalTopics topics;
    private final BrokerIdentity identity;
    private final ClientLog complaints;

    public FindCoordinator(
            GroupCoordinator groups,
            Endings transactions,
            InternalTopics topics,
            BrokerIdentity identity,
            ClientLog complaints) {
        this.groups = groups;
        this.transactions = transactions;
        this.topics = topics;
        this.identity = identity;
        this.complaints = complaints;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.FIND_COORDINATOR;
    }

    @Override
    public Reply handle(RequestContext context, FindCoordinatorRequestData request) {
        boolean many = context.apiVersion() >= FIRST_OF_MANY_KEYS;
        List<String> keys = many ? request.coordinatorKeys() : List.of(request.key());
        if (request.keyType() == CoordinatorType.GROUP.id()) {
            return find(context, TopicNames.CONSUMER_OFFSETS, keys, groups::expect);
        }
        if (request.keyType() == CoordinatorType.TRANSACTION.id()) {
            return find(context, TopicNames.TRANSACTION_STATE, keys, transactions::use);
        }
        return Reply.of(response(many, keys, key -> notServed(context, request.keyType(), key)));
    }

    /**
     * @param expect has the key's shard made ready
     */
    private Reply find(
            RequestContext context, String topic, List<String> keys, Consumer<String> expect) {
        boolean many = context.apiVersion() >= FIRST_OF_MANY_KEYS;
        return new MetadataChange<>(
                topics.ensure(topic),
                _ -> {
                    keys.forEach(expect);
                    return response(many, keys, key -> found(context, key));
                },
                e ->
                        response(
                                many,
                                keys,
                                key ->
                                        refused(
                                                key,
                                                Errors.COORDINATOR_NOT_AVAILABLE,
                                                e.getMessage())));
    }

    private static FindCoordinatorResponseData response(
            boolean many, List<String> keys, Function<String, Coordinator> find) {
        if (many) {
            return new FindCoordinatorResponseData()
                    .setCoordinators(keys.stream().map(find).toList());
        }
        Coordinator one = find.apply(keys.getFirst());
        return new FindCoordinatorResponseData()
                .setErrorCode(one.errorCode())
                .setErrorMessage(one.errorMessage())
                .setNodeId(one.nodeId())
                .setHost(one.host())
                .setPort(one.port());
    }

    private Coordinator found(RequestContext context, String key) {
        BrokerIdentity.Endpoint endpoint = identity.endpoint(context);
        return new Coordinator()
                .setKey(key)
                .setErrorMessage("")
                .setNodeId(identity.nodeId())
                .setHost(endpoint.host())
                .setPort(endpoint.port());
    }

    private Coordinator notServed(RequestContext context, byte type, String key) {
        complaints.warn(
                LOG,
                context.client(),
                "coordinator of type " + type,
                () ->
                        "Refusing client '%s' at %s, which asks for the coordinator of '%s', of type %d: only groups (type 0) and transactions (type 1) are coordinated"
                                .formatted(
                                        context.clientId(),
                                        context.client().getHostAddress(),
                                        key,
                                        type));
        return refused(
                key,
                Errors.INVALID_REQUEST,
                "Coordinators of type "
                        + type
                        + " are not served, only groups (type 0) and transactions (type 1).");
    }

    private static Coordinator refused(String key, Errors error, @Nullable String message) {
        return new Coordinator()
                .setKey(key)
                .setErrorCode(error.code())
                .setErrorMessage(message)
                .setNodeId(-1)
                .setHost("")
                .setPort(-1);
    }
}
