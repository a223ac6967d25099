package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCommand.Sync;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.Identity;
import dev.reservoir.coord.group.SyncResult;
import dev.reservoir.coord.record.Blob;

import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SyncGroup (key 14, versions 0 to 5): brings the leader's assignment to the members. From version
 * 5 on it must name protocol type and protocol (KIP-559).
 */
public final class SyncGroup implements Handler<SyncGroupRequestData> {
    private static final int FIRST_WITH_PROTOCOL = 5;

    private final GroupCoordinator coordinator;

    public SyncGroup(GroupCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.SYNC_GROUP;
    }

    @Override
    public Reply handle(RequestContext context, SyncGroupRequestData request) {
        boolean named = request.protocolType() != null && request.protocolName() != null;
        if (context.apiVersion() >= FIRST_WITH_PROTOCOL && !named) {
            return Reply.of(
                    new SyncGroupResponseData()
                            .setErrorCode(Errors.INCONSISTENT_GROUP_PROTOCOL.code()));
        }
        Map<String, Blob> assignments = new LinkedHashMap<>();
        for (SyncGroupRequestAssignment given : request.assignments()) {
            assignments.put(given.memberId(), Blob.of(given.assignment()));
        }
        return CoordinatorReply.of(
                coordinator.ask(
                        request.groupId(),
                        new Sync(
                                request.groupId(),
                                new Identity(request.memberId(), request.groupInstanceId()),
                                request.generationId(),
                                request.protocolType(),
                                request.protocolName(),
                                assignments)),
                SyncGroup::response);
    }

    private static SyncGroupResponseData response(SyncResult result) {
        return new SyncGroupResponseData()
                .setErrorCode(GroupErrors.code(result.error()))
                .setProtocolType(result.protocolType())
                .setProtocolName(result.protocol())
                .setAssignment(result.assignment().array());
    }
}
