package dev.reservoir.broker.api;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.coord.group.GroupCommand.Join;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.Identity;
import dev.reservoir.coord.group.JoinResult;
import dev.reservoir.coord.group.Member;
import dev.reservoir.coord.group.Protocol;
import dev.reservoir.coord.record.Blob;
import dev.reservoir.coord.record.MemberValue;

import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData.JoinGroupResponseMember;
import org.apache.kafka.common.protocol.ApiKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * JoinGroup (key 11, versions 0 to 9): enters a classic group. Static members (KIP-345) from
 * version 5 on, a known member id (KIP-394) from 4, a kept assignment (KIP-814) from 9.
 */
public final class JoinGroup implements Handler<JoinGroupRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(JoinGroup.class);

    /** Protocols that a line of the log names. */
    private static final int MAX_NAMED = 5;

    private static final int FIRST_WITH_REBALANCE_TIMEOUT = 1;
    private static final int FIRST_THAT_NEEDS_KNOWN_ID = 4;
    private static final int FIRST_WITH_NULLABLE_PROTOCOL = 7;
    private static final int FIRST_THAT_CAN_SKIP_ASSIGNMENT = 9;

    private final GroupCoordinator coordinator;
    private final Supplier<UUID> ids;
    private final ClientLog complaints;

    /**
     * @param ids makes the unique part of new member ids
     * @param complaints takes a line about a member that does not fit into its group
     */
    public JoinGroup(GroupCoordinator coordinator, Supplier<UUID> ids, ClientLog complaints) {
        this.coordinator = coordinator;
        this.ids = ids;
        this.complaints = complaints;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.JOIN_GROUP;
    }

    @Override
    public Reply handle(RequestContext context, JoinGroupRequestData request) {
        return CoordinatorReply.of(
                coordinator.ask(request.groupId(), command(context, request)),
                result -> {
                    if (result.error() == GroupError.INCONSISTENT_GROUP_PROTOCOL) {
                        complaints.warn(
                                LOG,
                                context.client(),
                                "protocols of group " + request.groupId(),
                                () -> differs(context, request, result));
                    }
                    return response(result, context.apiVersion());
                });
    }

    private static String differs(
            RequestContext context, JoinGroupRequestData request, JoinResult result) {
        return "Group '%s' refuses client '%s' at %s (member '%s'): the group works by %s, the client offers type '%s' with %s. Give all members of a group the same partition.assignment.strategy, or this one another group.id"
                .formatted(
                        request.groupId(),
                        context.clientId(),
                        context.client().getHostAddress(),
                        request.memberId(),
                        result.inUse(),
                        request.protocolType(),
                        request.protocols().isEmpty()
                                ? "no protocol"
                                : request.protocols().stream()
                                        .map(offered -> offered.name())
                                        .limit(MAX_NAMED)
                                        .collect(Collectors.joining(" or ")));
    }

    private Join command(RequestContext context, JoinGroupRequestData request) {
        short version = context.apiVersion();
        String instance = request.groupInstanceId();
        var client =
                new MemberValue.Client(
                        instance, context.clientId(), "/" + context.client().getHostAddress());
        int rebalanceMs =
                version >= FIRST_WITH_REBALANCE_TIMEOUT
                        ? request.rebalanceTimeoutMs()
                        : request.sessionTimeoutMs();
        String prefix = Objects.requireNonNullElse(instance, context.clientId());
        return new Join(
                request.groupId(),
                new Identity(request.memberId(), instance),
                prefix + "-" + ids.get(),
                new Join.Joiner(
                        client,
                        new Member.Timeouts(request.sessionTimeoutMs(), rebalanceMs),
                        version >= FIRST_THAT_NEEDS_KNOWN_ID,
                        version >= FIRST_THAT_CAN_SKIP_ASSIGNMENT),
                request.protocolType(),
                request.protocols().stream()
                        .map(offered -> new Protocol(offered.name(), Blob.of(offered.metadata())))
                        .toList());
    }

    private static JoinGroupResponseData response(JoinResult result, short version) {
        String protocol = result.generation().protocol();
        boolean nullable = version >= FIRST_WITH_NULLABLE_PROTOCOL;
        return new JoinGroupResponseData()
                .setErrorCode(GroupErrors.code(result.error()))
                .setMemberId(result.memberId())
                .setGenerationId(result.generation().number())
                .setProtocolType(result.generation().protocolType())
                .setProtocolName(protocol == null && !nullable ? "" : protocol)
                .setLeader(Objects.requireNonNullElse(result.generation().leader(), ""))
                .setSkipAssignment(result.skipAssignment())
                .setMembers(result.members().stream().map(JoinGroup::member).toList());
    }

    private static JoinGroupResponseMember member(JoinResult.Joined joined) {
        return new JoinGroupResponseMember()
                .setMemberId(joined.memberId())
                .setGroupInstanceId(joined.instanceId())
                .setMetadata(joined.metadata().array());
    }
}
