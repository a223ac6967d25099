package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCommand.Delete;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.runner.PendingReply;

import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.List;

/**
 * DeleteGroups (key 42, versions 0 to 2): forgets groups without members, with their offsets. Each
 * group is deleted whole or not at all.
 */
public final class DeleteGroups implements Handler<DeleteGroupsRequestData> {
    private final GroupCoordinator coordinator;

    public DeleteGroups(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DELETE_GROUPS;
    }

    @Override
    public Reply handle(RequestContext context, DeleteGroupsRequestData request) {
        List<String> ids = request.groupsNames().stream().distinct().toList();
        List<PendingReply<GroupError>> parts =
                ids.stream().map(id -> coordinator.ask(id, new Delete(id))).toList();
        return new CoordinatorReply<>(
                parts,
                errors -> {
                    var response = new DeleteGroupsResponseData();
                    for (int i = 0; i < errors.size(); i++) {
                        response.results()
                                .add(
                                        new DeletableGroupResult()
                                                .setGroupId(ids.get(i))
                                                .setErrorCode(GroupErrors.code(errors.get(i))));
                    }
                    return response;
                });
    }
}
