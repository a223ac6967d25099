package dev.reservoir.broker.api;

import dev.reservoir.coord.group.GroupCommand.ListAll;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.ListResult;
import dev.reservoir.coord.group.ListResult.Listed;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * ListGroups (key 16, versions 0 to 5; states from version 4 on, types from 5 on): all groups.
 *
 * <p>Has every shard loaded and waits for that, where Kafka answers with an error meanwhile.
 */
public final class ListGroups implements Handler<ListGroupsRequestData> {
    private final GroupCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;

    public ListGroups(GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.LIST_GROUPS;
    }

    @Override
    public Reply handle(RequestContext context, ListGroupsRequestData request) {
        if (metadata.get().topic(TopicNames.CONSUMER_OFFSETS) == null) {
            // No group was ever here.
            return Reply.of(new ListGroupsResponseData());
        }
        ListAll command =
                new ListAll(lowerCase(request.statesFilter()), lowerCase(request.typesFilter()));
        return new CoordinatorReply<>(coordinator.askAll(command), ListGroups::response);
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static ListGroupsResponseData response(List<ListResult> shards) {
        List<ListedGroup> groups = new ArrayList<>();
        for (ListResult shard : shards) {
            if (shard.error() != GroupError.NONE) {
                return new ListGroupsResponseData().setErrorCode(GroupErrors.code(shard.error()));
            }
            shard.groups().forEach(group -> groups.add(group(group)));
        }
        return new ListGroupsResponseData().setGroups(groups);
    }

    private static ListedGroup group(Listed listed) {
        return new ListedGroup()
                .setGroupId(listed.groupId())
                .setProtocolType(listed.protocolType())
                .setGroupState(listed.state())
                .setGroupType(listed.type());
    }
}
