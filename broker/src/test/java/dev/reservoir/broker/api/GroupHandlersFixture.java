package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.broker.transaction.Endings;
import dev.reservoir.broker.transaction.Markers;
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
import dev.reservoir.coord.transaction.TransactionConfig;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionMachine;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.log.memory.MemoryEngine.Pace;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A group coordinator over an in-memory log, and members that join its groups. */
abstract class GroupHandlersFixture {
    private static final GroupConfig GROUPS =
            new GroupConfig(
                    new SessionBounds(1_000, 600_000),
                    0,
                    10,
                    1 << 20,
                    16,
                    new OffsetRetention(600_000, 600_000));

    final BrokerConfig config = BrokerConfig.of(Map.of("offsets.topic.num.partitions", "4"));
    final TestMetadata metadata = new TestMetadata(config);
    private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
    final Runner<GroupState, GroupCommand<?>, GroupEvent> runner = runner();
    final GroupCoordinator groups = new GroupCoordinator(runner);
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

    /** Of a coordinator of transactions that has no log. */
    Endings endings() {
        MemoryEngine engine = new MemoryEngine(new Random(1), Pace.AT_ONCE, 1 << 20);
        Partitions none =
                new Partitions(
                        metadata::image, config, new Logs(engine, 0, InstantSource.system()));
        return new Endings(
                new TransactionCoordinator(
                        new Runner<>(
                                new TransactionMachine(TransactionConfig.DEFAULT),
                                4,
                                shard -> {
                                    throw new StorageException(
                                            StorageException.Kind.OFFLINE, "shard " + shard);
                                },
                                loading,
                                () -> new Now(0, 0),
                                RunnerConfig.DEFAULT)),
                new Markers(none, groups),
                0);
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

    static Errors error(short code) {
        return Errors.forCode(code);
    }

    private TopicImage topic() {
        return Objects.requireNonNull(metadata.image().topic("t"));
    }

    Uuid topicId() {
        return TopicIds.toKafka(topic().id());
    }

    JoinGroupResponseData join(int version, String group, String memberId) {
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
                new JoinGroup(groups, () -> new UUID(0, ++ids), new ClientLog(System::nanoTime)),
                version,
                request);
    }

    SyncGroupResponseData sync(int version, String group, JoinGroupResponseData joined) {
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
    JoinGroupResponseData stable(String group) {
        JoinGroupResponseData joined = join(3, group, "");
        assertThat(error(joined.errorCode())).isEqualTo(Errors.NONE);
        assertThat(error(sync(3, group, joined).errorCode())).isEqualTo(Errors.NONE);
        return joined;
    }
}
