package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.meta.TopicNames;

import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.UUID;

/** A group's life in every version, through the bytes of its requests and responses. */
final class GroupHandlersTest extends GroupHandlersFixture {
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
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void finding(int version) {
        var find =
                new FindCoordinator(
                        groups,
                        endings(),
                        new InternalTopics(metadata, config),
                        new BrokerIdentity("cluster", config),
                        new ClientLog(System::nanoTime));
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
            var coordinator = Call.call(FindCoordinatorResponseData.class, find, version, request);
            assertThat(metadata.image().topic(TopicNames.TRANSACTION_STATE)).isNotNull();
            assertThat(
                            version >= 4
                                    ? coordinator.coordinators().getFirst().port()
                                    : coordinator.port())
                    .isEqualTo(9092);
            request.setKeyType((byte) 2);
            var refused = Call.call(FindCoordinatorResponseData.class, find, version, request);
            short code =
                    version >= 4
                            ? refused.coordinators().getFirst().errorCode()
                            : refused.errorCode();
            assertThat(error(code)).isEqualTo(Errors.INVALID_REQUEST);
        }
    }
}
