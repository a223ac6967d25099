package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCommand.Beat;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.Identity;

import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Heartbeat (key 12, versions 0 to 4): a member of a classic group is alive. */
public final class Heartbeat implements Handler<HeartbeatRequestData> {
    private final GroupCoordinator coordinator;

    public Heartbeat(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.HEARTBEAT;
    }

    @Override
    public Reply handle(RequestContext context, HeartbeatRequestData request) {
        Beat beat =
                new Beat(
                        request.groupId(),
                        new Identity(request.memberId(), request.groupInstanceId()),
                        request.generationId());
        return CoordinatorReply.of(
                coordinator.ask(request.groupId(), beat),
                error -> new HeartbeatResponseData().setErrorCode(GroupErrors.code(error)));
    }
}
