package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.coord.group.GroupCommand;
import dev.reservoir.coord.group.GroupConfig;
import dev.reservoir.coord.group.GroupConfig.OffsetRetention;
import dev.reservoir.coord.group.GroupConfig.SessionBounds;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupError;
import dev.reservoir.coord.group.GroupEvent;
import dev.reservoir.coord.group.GroupMachine;
import dev.reservoir.coord.group.GroupState;
import dev.reservoir.coord.group.ListResult;
import dev.reservoir.coord.runner.Now;
import dev.reservoir.coord.runner.PendingReply;
import dev.reservoir.coord.runner.Runner;
import dev.reservoir.coord.runner.RunnerConfig;
import dev.reservoir.coord.runner.ShardLog;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A group's life in every version, through the bytes of its requests and responses. */
final class GroupHandlersTest {
    private static final GroupConfig GROUPS =
            new GroupConfig(
                    new SessionBounds(1_000, 600_000),
                    0,
                    10,
                    1 << 20,
                    16,
                    new OffsetRetention(600_000, 600_000));

    private final BrokerConfig config = BrokerConfig.of(Map.of());
    private final TestMetadata metadata = new TestMetadata(config);
    private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
    private final Runner<GroupState, GroupCommand<?>, GroupEvent> runner = runner();
    private final GroupCoordinator groups = new GroupCoordinator(runner);
    private long ids;

    private Runner<GroupState, GroupCommand<?>, GroupEvent> runner() {
        MemoryEngine engine = new MemoryEngine(new Random(1), Pace.AT_ONCE, 1 << 20);
        Logs logs = new Logs(engine, 0, InstantSource.system());
        UUID topicId = new UUID(3, 3);
        return new Runner<>(
                new GroupMachine(GROUPS),
                4,
                shard -> {
                    synchronized (engine) {
                        PartitionId id = new PartitionId(topicId, "offsets", shard);
                        recoverOnce(engine);
                        return ShardLog.of(logs.open(id, LogConfig.INTERNAL));
                    }
                },
                loading,
                () -> new Now(System.currentTimeMillis(), System.nanoTime() / 1_000_000),
                RunnerConfig.DEFAULT);
    }

    private boolean recovered;

    private void recoverOnce(MemoryEngine engine) throws StorageException {
        if (!recovered) {
            engine.recover(_ -> "offsets");
            recovered = true;
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        metadata.start();
        metadata.create("t", 2);
        runner.start(Thread.ofPlatform().name("groups").factory());
        List<PendingReply<ListResult>> loaded =
                groups.askAll(new GroupCommand.ListAll(Set.of(), Set.of()));
        for (PendingReply<ListResult> shard : loaded) {
            assertThat(shard.await().error()).isEqualTo(GroupError.NONE);
        }
    }

    @AfterEach
    void stop() {
        runner.close();
        loading.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OFFSET_COMMIT, 2, 10",
        "OFFSET_FETCH, 1, 10",
        "FIND_COORDINATOR, 0, 6",
        "JOIN_GROUP, 0, 9",
        "HEARTBEAT, 0, 4",
        "LEAVE_GROUP, 0, 5",
        "SYNC_GROUP, 0, 5",
        "DESCRIBE_GROUPS, 0, 6",
        "LIST_GROUPS, 0, 5",
        "DELETE_GROUPS, 0, 2",
        "OFFSET_DELETE, 0, 0",
    })
    void versionsAreKafkas(ApiKeys key, short oldest, short latest) {
        assertThat(key.oldestVersion()).isEqualTo(oldest);
        assertThat(key.latestVersion()).isEqualTo(latest);
    }

    private static Errors error(short code) {
        return Errors.forCode(code);
    }

    private TopicImage topic() {
        return Objects.requireNonNull(metadata.image().topic("t"));
    }

    private Uuid topicId() {
        return TopicIds.toKafka(topic().id());
    }

    private JoinGroupResponseData join(int version, String group, String memberId) {
        var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
        // The subscription of a consumer to topic "t".
        byte[] subscription = {0, 0, 0, 0, 0, 1, 0, 1, 't', -1, -1, -1, -1};
        protocols.add(new JoinGroupRequestProtocol().setName("range").setMetadata(subscription));
        var request =
                new JoinGroupRequestData()
                        .setGroupId(group)
                        .setMemberId(memberId)
                        .setSessionTimeoutMs(60_000)
                        .setProtocolType("consumer")
                        .setProtocols(protocols);
        if (version >= 1) {
            request.setRebalanceTimeoutMs(60_000);
        }
        return Call.call(
                JoinGroupResponseData.class,
                new JoinGroup(groups, () -> new UUID(0, ++ids)),
                version,
                request);
    }

    private SyncGroupResponseData sync(int version, String group, JoinGroupResponseData joined) {
        var request =
                new SyncGroupRequestData()
                        .setGroupId(group)
                        .setMemberId(joined.memberId())
                        .setGenerationId(joined.generationId())
                        .setAssignments(
                                List.of(
                                        new SyncGroupRequestAssignment()
                                                .setMemberId(joined.memberId())
                                                .setAssignment(new byte[] {7})));
        if (version >= 5) {
            request.setProtocolType("consumer").setProtocolName("range");
        }
        return Call.call(SyncGroupResponseData.class, new SyncGroup(groups), version, request);
    }

    /** A group with one member, which has its assignment. */
    private JoinGroupResponseData stable(String group) {
        JoinGroupResponseData joined = join(3, group, "");
        assertThat(error(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(error(sync(3, group, joined).errorCode())).isEqualTo(Errors.NONE);
        return joined;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void joining(int version) {
        JoinGroupResponseData joined = join(version, "g", "");
        if (version >= 4) {
            assertThat(error(joined.errorCode())).isEqualTo(Errors.MEMBER_ID_REQUIRED);
            assertThat(joined.memberId()).isEqualTo("test-" + new UUID(0, 1));
            assertThat(joined.protocolName()).isEqualTo(version >= 7 ? null : "");
            joined = join(version, "g", joined.memberId());
        }
        assertThat(error(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(joined.generationId()).isEqualTo(1);
        assertThat(joined.leader()).isEqualTo(joined.memberId());
        assertThat(joined.protocolName()).isEqualTo("range");
        assertThat(joined.protocolType()).isEqualTo(version >= 7 ? "consumer" : null);
        assertThat(joined.members()).hasSize(1);
        assertThat(error(join(version, "", "").errorCode())).isEqualTo(Errors.INVALID_GROUP_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void syncing(int version) {
        JoinGroupResponseData joined = join(3, "g", "");
        SyncGroupResponseData synced = sync(version, "g", joined);
        assertThat(error(synced.errorCode())).isEqualTo(Errors.NONE);
        assertThat(synced.assignment()).containsExactly(7);
        assertThat(synced.protocolName()).isEqualTo(version >= 5 ? "range" : null);
        joined.setGenerationId(9);
        assertThat(error(sync(version, "g", joined).errorCode()))
                .isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    @Test
    void aSyncOfVersion5NamesItsProtocol() {
        var nameless = new SyncGroupRequestData().setGroupId("g").setMemberId("m");
        SyncGroupResponseData refused =
                Call.call(SyncGroupResponseData.class, new SyncGroup(groups), 5, nameless);
        assertThat(error(refused.errorCode())).isEqualTo(Errors.INCONSISTENT_GROUP_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void beating(int version) {
        String member = stable("g").memberId();
        var beat = new HeartbeatRequestData().setGroupId("g").setMemberId(member);
        assertThat(error(beat(version, beat.setGenerationId(1)))).isEqualTo(Errors.NONE);
        assertThat(error(beat(version, beat.setGenerationId(2))))
                .isEqualTo(Errors.ILLEGAL_GENERATION);
    }

    private short beat(int version, HeartbeatRequestData request) {
        return Call.call(HeartbeatResponseData.class, new Heartbeat(groups), version, request)
                .errorCode();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void leaving(int version) {
        String member = stable("g").memberId();
        var request = new LeaveGroupRequestData().setGroupId("g");
        if (version >= 3) {
            request.setMembers(
                    List.of(
                            new MemberIdentity().setMemberId(member),
                            new MemberIdentity().setMemberId("nobody")));
        } else {
            request.setMemberId(member);
        }
        LeaveGroupResponseData left = leave(version, request);
        assertThat(error(left.errorCode())).isEqualTo(Errors.NONE);
        LeaveGroupResponseData again = leave(version, request);
        if (version >= 3) {
            assertThat(left.members())
                    .extracting(m -> error(m.errorCode()))
                    .containsExactly(Errors.NONE, Errors.UNKNOWN_MEMBER_ID);
            assertThat(error(again.errorCode())).isEqualTo(Errors.NONE);
        } else {
            assertThat(error(again.errorCode())).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        }
    }

    private LeaveGroupResponseData leave(int version, LeaveGroupRequestData request) {
        return Call.call(LeaveGroupResponseData.class, new LeaveGroup(groups), version, request);
    }

    private OffsetCommitResponseData commit(
            int version, OffsetCommitRequestData request, OffsetCommitRequestTopic... topics) {
        return Call.call(
                OffsetCommitResponseData.class,
                new OffsetCommit(groups, metadata::image),
                version,
                request.setTopics(List.of(topics)));
    }

    private OffsetCommitRequestTopic toCommit(int version, String name, Uuid id, int partition) {
        var offset =
                new OffsetCommitRequestPartition()
                        .setPartitionIndex(partition)
                        .setCommittedOffset(40 + partition)
                        .setCommittedMetadata(partition == 1 ? "a note that is too long" : "note");
        if (version >= 6) {
            offset.setCommittedLeaderEpoch(5);
        }
        var topic = new OffsetCommitRequestTopic().setPartitions(List.of(offset));
        return version >= 10 ? topic.setTopicId(id) : topic.setName(name);
    }

    private static List<Errors> errors(OffsetCommitResponseData response) {
        return response.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(partition -> error(partition.errorCode()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10})
    void committing(int version) {
        OffsetCommitResponseData committed =
                commit(
                        version,
                        new OffsetCommitRequestData().setGroupId("g"),
                        toCommit(version, "t", topicId(), 0),
                        toCommit(version, "unknown", new Uuid(8, 8), 0),
                        toCommit(version, "t", topicId(), 1),
                        toCommit(version, "t", topicId(), 2));
        assertThat(errors(committed))
                .containsExactly(
                        Errors.NONE,
                        version >= 10 ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION,
                        Errors.OFFSET_METADATA_TOO_LARGE,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(committed.topics().getFirst().topicId())
                .isEqualTo(version >= 10 ? topicId() : Uuid.ZERO_UUID);
        OffsetCommitResponseData missing =
                commit(
                        version,
                        new OffsetCommitRequestData()
                                .setGroupId("nobody")
                                .setMemberId("m")
                                .setGenerationIdOrMemberEpoch(4),
                        toCommit(version, "t", topicId(), 0));
        assertThat(errors(missing))
                .containsExactly(
                        version >= 9 ? Errors.GROUP_ID_NOT_FOUND : Errors.ILLEGAL_GENERATION);
        assertThat(shown(fetch(version >= 10 ? 10 : 9, "g", List.of(0, 1)), version >= 10))
                .containsExactly(version >= 6 ? "0@40/5 note" : "0@40/-1 note", "1@-1/-1 ");
    }

    private OffsetFetchResponseData fetch(
            int version, String group, @Nullable List<Integer> partitions) {
        var request = new OffsetFetchRequestData();
        if (version >= 8) {
            var topic = new OffsetFetchRequestTopics();
            var asked = version >= 10 ? topic.setTopicId(topicId()) : topic.setName("t");
            request.setGroups(
                    List.of(
                            new OffsetFetchRequestGroup()
                                    .setGroupId(group)
                                    .setTopics(
                                            partitions == null
                                                    ? null
                                                    : List.of(
                                                            asked.setPartitionIndexes(
                                                                    partitions)))));
        } else {
            request.setGroupId(group)
                    .setTopics(
                            partitions == null
                                    ? null
                                    : List.of(
                                            new OffsetFetchRequestTopic()
                                                    .setName("t")
                                                    .setPartitionIndexes(partitions)));
        }
        return Call.call(
                OffsetFetchResponseData.class,
                new OffsetFetch(groups, metadata::image),
                version,
                request);
    }

    private List<String> shown(OffsetFetchResponseData response, boolean byId) {
        List<String> shown = new ArrayList<>();
        for (var group : response.groups()) {
            for (var topic : group.topics()) {
                assertThat(topic.name()).isEqualTo(byId ? "" : "t");
                assertThat(topic.topicId()).isEqualTo(byId ? topicId() : Uuid.ZERO_UUID);
                topic.partitions()
                        .forEach(p ->
                                shown.add(
                                        p.partitionIndex()
                                                + "@"
                                                + p.committedOffset()
                                                + "/"
                                                + p.committedLeaderEpoch()
                                                + " "
                                                + p.metadata()));
            }
        }
        response.topics()
                .forEach(topic ->
                        topic.partitions()
                                .forEach(p ->
                                        shown.add(
                                                p.partitionIndex()
                                                        + "@"
                                                        + p.committedOffset()
                                                        + "/"
                                                        + p.committedLeaderEpoch()
                                                        + " "
                                                        + p.metadata())));
        return shown;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fetching(int version) {
        commit(
                9,
                new OffsetCommitRequestData().setGroupId("g"),
                toCommit(9, "t", Uuid.ZERO_UUID, 0));
        String committed = version >= 5 ? "0@40/5 note" : "0@40/-1 note";
        assertThat(shown(fetch(version, "g", List.of(0, 1)), version >= 10))
                .containsExactly(committed, "1@-1/-1 ");
        if (version >= 2) {
            assertThat(shown(fetch(version, "g", null), version >= 10)).containsExactly(committed);
            assertThat(shown(fetch(version, "nobody", null), version >= 10)).isEmpty();
        }
    }

    @Test
    void anIdThatNoTopicHasIsAnErrorOfItsPartitions() {
        var request =
                new OffsetFetchRequestData()
                        .setGroups(
                                List.of(
                                        new OffsetFetchRequestGroup()
                                                .setGroupId("g")
                                                .setTopics(
                                                        List.of(
                                                                new OffsetFetchRequestTopics()
                                                                        .setTopicId(new Uuid(8, 8))
                                                                        .setPartitionIndexes(
                                                                                List.of(0)),
                                                                new OffsetFetchRequestTopics()
                                                                        .setTopicId(topicId())
                                                                        .setPartitionIndexes(
                                                                                List.of(1))))));
        OffsetFetchResponseData response =
                Call.call(
                        OffsetFetchResponseData.class,
                        new OffsetFetch(groups, metadata::image),
                        10,
                        request);
        assertThat(response.groups().getFirst().topics())
                .extracting(topic -> error(topic.partitions().getFirst().errorCode()))
                .containsExactly(Errors.UNKNOWN_TOPIC_ID, Errors.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8})
    void aCoordinatorThatIsNotThereIsSaidInEveryShape(int version) {
        runner.close();
        OffsetFetchResponseData response = fetch(version, "g", List.of(0));
        short code =
                switch (version) {
                    case 1 -> response.topics().getFirst().partitions().getFirst().errorCode();
                    case 8 -> response.groups().getFirst().errorCode();
                    default -> response.errorCode();
                };
        assertThat(error(code)).isEqualTo(Errors.NOT_COORDINATOR);
    }

    @Test
    void deletingOffsets() {
        stable("reads");
        commit(
                9,
                new OffsetCommitRequestData().setGroupId("g"),
                toCommit(9, "t", Uuid.ZERO_UUID, 0));
        assertThat(deleteOffsets("g", "t", 0)).isEqualTo(Errors.NONE);
        assertThat(shown(fetch(9, "g", null), false)).isEmpty();
        assertThat(deleteOffsets("g", "t", 2)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(deleteOffsets("reads", "t", 0)).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(deleteOffsets("nobody", "t", 0)).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    private Errors deleteOffsets(String group, String topic, int partition) {
        var partitions = List.of(new OffsetDeleteRequestPartition().setPartitionIndex(partition));
        var topics = new OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic().setName(topic).setPartitions(partitions));
        OffsetDeleteResponseData response =
                Call.call(
                        OffsetDeleteResponseData.class,
                        new OffsetDelete(groups, metadata::image),
                        0,
                        new OffsetDeleteRequestData().setGroupId(group).setTopics(topics));
        return response.errorCode() != 0
                ? error(response.errorCode())
                : error(
                        response.topics()
                                .iterator()
                                .next()
                                .partitions()
                                .iterator()
                                .next()
                                .errorCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void listing(int version) {
        metadata.create(TopicNames.CONSUMER_OFFSETS, 4);
        stable("g");
        commit(
                9,
                new OffsetCommitRequestData().setGroupId("offsets only"),
                toCommit(9, "t", Uuid.ZERO_UUID, 0));
        assertThat(list(version, new ListGroupsRequestData()))
                .containsExactly(
                        "g consumer "
                                + (version >= 4 ? "Stable" : "")
                                + (version >= 5 ? " classic" : " "),
                        "offsets only  "
                                + (version >= 4 ? "Empty" : "")
                                + (version >= 5 ? " classic" : " "));
        if (version >= 4) {
            var stable = new ListGroupsRequestData().setStatesFilter(List.of("STABLE"));
            assertThat(list(version, stable)).hasSize(1);
        }
        if (version >= 5) {
            var modern = new ListGroupsRequestData().setTypesFilter(List.of("consumer"));
            assertThat(list(version, modern)).isEmpty();
        }
    }

    private List<String> list(int version, ListGroupsRequestData request) {
        ListGroupsResponseData response =
                Call.call(
                        ListGroupsResponseData.class,
                        new ListGroups(groups, metadata::image),
                        version,
                        request);
        assertThat(error(response.errorCode())).isEqualTo(Errors.NONE);
        return response.groups().stream().map(GroupHandlersTest::shown).sorted().toList();
    }

    private static String shown(ListedGroup group) {
        return group.groupId()
                + " "
                + group.protocolType()
                + " "
                + group.groupState()
                + " "
                + group.groupType();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void describing(int version) {
        String member = stable("g").memberId();
        var request = new DescribeGroupsRequestData().setGroups(List.of("g", "nobody"));
        if (version >= 3) {
            request.setIncludeAuthorizedOperations(true);
        }
        List<DescribedGroup> described =
                Call.call(
                                DescribeGroupsResponseData.class,
                                new DescribeGroups(groups),
                                version,
                                request)
                        .groups();
        DescribedGroup group = described.getFirst();
        assertThat(error(group.errorCode())).isEqualTo(Errors.NONE);
        assertThat(group.groupState()).isEqualTo("Stable");
        assertThat(group.protocolData()).isEqualTo("range");
        assertThat(group.members().getFirst().memberId()).isEqualTo(member);
        assertThat(group.members().getFirst().clientHost()).isEqualTo("/127.0.0.1");
        assertThat(group.members().getFirst().memberAssignment()).containsExactly(7);
        assertThat(group.authorizedOperations()).isEqualTo(version >= 3 ? 3400 : Integer.MIN_VALUE);
        DescribedGroup nobody = described.getLast();
        assertThat(nobody.groupState()).isEqualTo("Dead");
        assertThat(error(nobody.errorCode()))
                .isEqualTo(version >= 6 ? Errors.GROUP_ID_NOT_FOUND : Errors.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void deleting(int version) {
        stable("busy");
        commit(
                9,
                new OffsetCommitRequestData().setGroupId("g"),
                toCommit(9, "t", Uuid.ZERO_UUID, 0));
        var request = new DeleteGroupsRequestData().setGroupsNames(List.of("g", "busy", "nobody"));
        DeleteGroupsResponseData response =
                Call.call(
                        DeleteGroupsResponseData.class, new DeleteGroups(groups), version, request);
        assertThat(response.results())
                .extracting(result -> error(result.errorCode()))
                .containsExactly(Errors.NONE, Errors.NON_EMPTY_GROUP, Errors.GROUP_ID_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void finding(int version) {
        var find =
                new FindCoordinator(
                        groups,
                        new InternalTopics(metadata, config),
                        new BrokerIdentity("cluster", config));
        var request = new FindCoordinatorRequestData();
        if (version >= 4) {
            request.setCoordinatorKeys(List.of("g", "h"));
        } else {
            request.setKey("g");
        }
        var found = Call.call(FindCoordinatorResponseData.class, find, version, request);
        assertThat(metadata.image().topic(TopicNames.CONSUMER_OFFSETS)).isNotNull();
        if (version >= 4) {
            assertThat(found.coordinators())
                    .extracting(c -> c.key() + c.port() + c.errorCode())
                    .containsExactly("g90920", "h90920");
        } else {
            assertThat(found.port()).isEqualTo(9092);
            assertThat(error(found.errorCode())).isEqualTo(Errors.NONE);
        }
        if (version >= 1) {
            request.setKeyType((byte) 1);
            var refused = Call.call(FindCoordinatorResponseData.class, find, version, request);
            short code =
                    version >= 4
                            ? refused.coordinators().getFirst().errorCode()
                            : refused.errorCode();
            assertThat(error(code)).isEqualTo(Errors.INVALID_REQUEST);
        }
    }
}
