package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCommand.Leave;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.Identity;
import dev.reservoir.coord.group.LeaveResult;
import dev.reservoir.coord.group.LeaveResult.Left;

import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupResponseData.MemberResponse;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.List;

/**
 * LeaveGroup (key 13, versions 0 to 5): one member leaves; from version 3 on many, which an
 * administrator may name by their instance ids (KIP-345).
 */
public final class LeaveGroup implements Handler<LeaveGroupRequestData> {
    private static final int FIRST_OF_MANY_MEMBERS = 3;

    private final GroupCoordinator coordinator;

    public LeaveGroup(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LEAVE_GROUP;
    }

    @Override
    public Reply handle(RequestContext context, LeaveGroupRequestData request) {
        boolean many = context.apiVersion() >= FIRST_OF_MANY_MEMBERS;
        List<Identity> members =
                many
                        ? request.members().stream()
                                .map(m -> new Identity(m.memberId(), m.groupInstanceId()))
                                .toList()
                        : List.of(new Identity(request.memberId(), null));
        return CoordinatorReply.of(
                coordinator.ask(request.groupId(), new Leave(request.groupId(), members)),
                result -> many ? forMany(result) : forOne(result));
    }

    private static LeaveGroupResponseData forMany(LeaveResult result) {
        return new LeaveGroupResponseData()
                .setErrorCode(GroupErrors.code(result.error()))
                .setMembers(result.members().stream().map(LeaveGroup::member).toList());
    }

    private static MemberResponse member(Left left) {
        return new MemberResponse()
                .setMemberId(left.who().memberId())
                .setGroupInstanceId(left.who().instanceId())
                .setErrorCode(GroupErrors.code(left.error()));
    }

    private static LeaveGroupResponseData forOne(LeaveResult result) {
        GroupError error =
                result.members().isEmpty() ? result.error() : result.members().getFirst().error();
        return new LeaveGroupResponseData().setErrorCode(GroupErrors.code(error));
    }
}
