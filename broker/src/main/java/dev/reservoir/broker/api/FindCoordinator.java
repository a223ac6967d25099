package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCoordinator;

import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FindCoordinatorRequest.CoordinatorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/**
 * FindCoordinator (key 10, versions 0 to 6; KIP-699 for many keys at once): every group is
 * coordinated here. Makes {@code __consumer_offsets} when it is not there, and has the group's
 * shard loaded, so that it is ready for the next request.
 *
 * <p>Coordinators of transactions and of share groups are not served: the answer is
 * INVALID_REQUEST, which clients do not retry.
 */
public final class FindCoordinator implements Handler<FindCoordinatorRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(FindCoordinator.class);
    private static final int FIRST_OF_MANY_KEYS = 4;

    private final GroupCoordinator coordinator;
    private final OffsetsTopic topic;
    private final int nodeId;

    public FindCoordinator(GroupCoordinator coordinator, OffsetsTopic topic, int nodeId) {
        this.coordinator = coordinator;
        this.topic = topic;
        this.nodeId = nodeId;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.FIND_COORDINATOR;
    }

    @Override
    public Reply handle(RequestContext context, FindCoordinatorRequestData request) {
        boolean many = context.apiVersion() >= FIRST_OF_MANY_KEYS;
        List<String> keys = many ? request.coordinatorKeys() : List.of(request.key());
        List<Coordinator> found =
                keys.stream().map(key -> find(context, request.keyType(), key)).toList();
        if (many) {
            return Reply.of(new FindCoordinatorResponseData().setCoordinators(found));
        }
        Coordinator one = found.getFirst();
        return Reply.of(
                new FindCoordinatorResponseData()
                        .setErrorCode(one.errorCode())
                        .setErrorMessage(one.errorMessage())
                        .setNodeId(one.nodeId())
                        .setHost(one.host())
                        .setPort(one.port()));
    }

    private Coordinator find(RequestContext context, byte type, String key) {
        if (type != CoordinatorType.GROUP.id()) {
            LOG.warn(
                    "Client '{}' asks for the coordinator of '{}', of type {}; only groups (type 0)"
                        + " are coordinated",
                    context.clientId(),
                    key,
                    type);
            return refused(
                    key,
                    Errors.INVALID_REQUEST,
                    "Coordinators of type " + type + " are not served, only groups (type 0).");
        }
        if (!topic.ensure()) {
            return refused(
                    key,
                    Errors.COORDINATOR_NOT_AVAILABLE,
                    Errors.COORDINATOR_NOT_AVAILABLE.message());
        }
        coordinator.expect(key);
        return new Coordinator()
                .setKey(key)
                .setErrorMessage("")
                .setNodeId(nodeId)
                .setHost(context.listener().getHostString())
                .setPort(context.listener().getPort());
    }

    private static Coordinator refused(String key, Errors error, String message) {
        return new Coordinator()
                .setKey(key)
                .setErrorCode(error.code())
                .setErrorMessage(message)
                .setNodeId(-1)
                .setHost("")
                .setPort(-1);
    }
}
