package dev.reservoir.broker.api;

import dev.reservoir.coord.group.DescribeResult;
import dev.reservoir.coord.group.GroupCommand.Describe;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.record.MemberValue;
import dev.reservoir.coord.runner.PendingReply;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.List;

/**
 * DescribeGroups (key 15, versions 0 to 6): classic groups and their members. A group that is not
 * there is described as a dead one; from version 6 on with GROUP_ID_NOT_FOUND (KIP-1043).
 *
 * <p>There are no access rights: everything is allowed to everybody.
 */
public final class DescribeGroups implements Handler<DescribeGroupsRequestData> {
    private static final int FIRST_WITH_NOT_FOUND = 6;

    /** What can be done to a group, as Kafka lists it. */
    private static final int ALL_OPERATIONS =
            1 << AclOperation.READ.code()
                    | 1 << AclOperation.DELETE.code()
                    | 1 << AclOperation.DESCRIBE.code()
                    | 1 << AclOperation.DESCRIBE_CONFIGS.code()
                    | 1 << AclOperation.ALTER_CONFIGS.code();

    private final GroupCoordinator coordinator;

    public DescribeGroups(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_GROUPS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeGroupsRequestData request) {
        List<String> ids = request.groups();
        List<PendingReply<DescribeResult>> parts =
                ids.stream().map(id -> coordinator.ask(id, new Describe(id))).toList();
        return new CoordinatorReply<>(
                parts,
                results -> {
                    var response = new DescribeGroupsResponseData();
                    for (int i = 0; i < results.size(); i++) {
                        var group = group(ids.get(i), results.get(i), context.apiVersion());
                        if (request.includeAuthorizedOperations()) {
                            group.setAuthorizedOperations(ALL_OPERATIONS);
                        }
                        response.groups().add(group);
                    }
                    return response;
                });
    }

    private static DescribedGroup group(String id, DescribeResult result, short version) {
        var group =
                new DescribedGroup()
                        .setGroupId(id)
                        .setGroupState(result.state())
                        .setProtocolType(result.protocolType())
                        .setProtocolData(result.protocol())
                        .setMembers(result.members().stream().map(DescribeGroups::member).toList());
        if (result.error() != GroupError.GROUP_ID_NOT_FOUND) {
            return group.setErrorCode(GroupErrors.code(result.error()));
        }
        return version >= FIRST_WITH_NOT_FOUND
                ? group.setErrorCode(GroupErrors.code(result.error()))
                        .setErrorMessage("Group " + id + " not found.")
                : group;
    }

    private static DescribedGroupMember member(MemberValue member) {
        return new DescribedGroupMember()
                .setMemberId(member.memberId())
                .setGroupInstanceId(member.client().instanceId())
                .setClientId(member.client().id())
                .setClientHost(member.client().host())
                .setMemberMetadata(member.subscription().array())
                .setMemberAssignment(member.assignment().array());
    }
}
