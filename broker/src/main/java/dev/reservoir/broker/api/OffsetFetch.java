package dev.reservoir.broker.api;

import dev.reservoir.coord.group.FetchResult;
import dev.reservoir.coord.group.GroupCommand.Fetch;
import dev.reservoir.coord.group.GroupCommand.Fetch.Wanted;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.meta.MetadataImage;

import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * OffsetFetch (key 9, versions 1 to 10; many groups from version 8 on, topic ids from 10 on): the
 * offsets that groups have committed, of some topics or of all.
 *
 * <p>With {@code require.stable} (KIP-447) an offset that an open transaction may change is
 * answered by UNSTABLE_OFFSET_COMMIT. An offset that was committed for a deleted topic is not shown
 * for a new one with its name.
 */
public final class OffsetFetch implements Handler<OffsetFetchRequestData> {
    private static final int FIRST_OF_MANY_GROUPS = 8;
    private static final int FIRST_WITH_TOPIC_IDS = 10;

    private final GroupCoordinator coordinator;
    private final Supplier<MetadataImage> metadata;

    public OffsetFetch(GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        this.coordinator = coordinator;
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.OFFSET_FETCH;
    }

    @Override
    public Reply handle(RequestContext context, OffsetFetchRequestData request) {
        short version = context.apiVersion();
        boolean many = version >= FIRST_OF_MANY_GROUPS;
        List<OffsetFetchRequestGroup> groups = many ? request.groups() : List.of(single(request));
        MetadataImage image = metadata.get();
        OffsetFetchAnswers answers = new OffsetFetchAnswers(image, version >= FIRST_WITH_TOPIC_IDS);
        List<PendingReply<FetchResult>> parts =
                groups.stream()
                        .map(group ->
                                coordinator.ask(
                                        group.groupId(),
                                        command(answers, group, request.requireStable())))
                        .toList();
        return new CoordinatorReply<>(
                parts,
                results -> {
                    List<OffsetFetchResponseGroup> answered = new ArrayList<>();
                    for (int i = 0; i < groups.size(); i++) {
                        answered.add(answers.group(groups.get(i), results.get(i)));
                    }
                    return many
                            ? new OffsetFetchResponseData().setGroups(answered)
                            : OffsetFetchAnswers.single(
                                    answered.getFirst(), groups.getFirst(), version);
                });
    }

    /** The one group of an older version, in the shape of the newer ones. */
    private static OffsetFetchRequestGroup single(OffsetFetchRequestData request) {
        var topics = request.topics();
        return new OffsetFetchRequestGroup()
                .setGroupId(request.groupId())
                .setTopics(
                        topics == null
                                ? null
                                : topics.stream()
                                        .map(topic ->
                                                new OffsetFetchRequestTopics()
                                                        .setName(topic.name())
                                                        .setPartitionIndexes(
                                                                topic.partitionIndexes()))
                                        .toList());
    }

    private static Fetch command(
            OffsetFetchAnswers answers, OffsetFetchRequestGroup group, boolean requireStable) {
        var topics = group.topics();
        if (topics == null) {
            return new Fetch(group.groupId(), null, requireStable);
        }
        List<Wanted> wanted = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : topics) {
            Wanted known = answers.wanted(topic);
            if (known != null) {
                wanted.add(known);
            }
        }
        return new Fetch(group.groupId(), wanted, requireStable);
    }
}
