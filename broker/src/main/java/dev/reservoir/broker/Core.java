package dev.reservoir.broker;

import dev.reservoir.broker.api.AddOffsetsToTxn;
import dev.reservoir.broker.api.AddPartitionsToTxn;
import dev.reservoir.broker.api.AlterConfigs;
import dev.reservoir.broker.api.ApiVersions;
import dev.reservoir.broker.api.BrokerIdentity;
import dev.reservoir.broker.api.CreatePartitions;
import dev.reservoir.broker.api.CreateTopics;
import dev.reservoir.broker.api.DeleteGroups;
import dev.reservoir.broker.api.DeleteRecords;
import dev.reservoir.broker.api.DeleteTopics;
import dev.reservoir.broker.api.DescribeCluster;
import dev.reservoir.broker.api.DescribeConfigs;
import dev.reservoir.broker.api.DescribeGroups;
import dev.reservoir.broker.api.DescribeLogDirs;
import dev.reservoir.broker.api.DescribeProducers;
import dev.reservoir.broker.api.DescribeTopicPartitions;
import dev.reservoir.broker.api.DescribeTransactions;
import dev.reservoir.broker.api.EndTxn;
import dev.reservoir.broker.api.Fetch;
import dev.reservoir.broker.api.FindCoordinator;
import dev.reservoir.broker.api.Handler;
import dev.reservoir.broker.api.Heartbeat;
import dev.reservoir.broker.api.IncrementalAlterConfigs;
import dev.reservoir.broker.api.InitProducerId;
import dev.reservoir.broker.api.JoinGroup;
import dev.reservoir.broker.api.LeaveGroup;
import dev.reservoir.broker.api.ListGroups;
import dev.reservoir.broker.api.ListOffsets;
import dev.reservoir.broker.api.ListTransactions;
import dev.reservoir.broker.api.OffsetCommit;
import dev.reservoir.broker.api.OffsetDelete;
import dev.reservoir.broker.api.OffsetFetch;
import dev.reservoir.broker.api.OffsetForLeaderEpoch;
import dev.reservoir.broker.api.Produce;
import dev.reservoir.broker.api.SyncGroup;
import dev.reservoir.broker.api.TopicMetadata;
import dev.reservoir.broker.api.TxnOffsetCommit;
import dev.reservoir.broker.api.WriteTxnMarkers;
import dev.reservoir.broker.fetch.FetchSessions;
import dev.reservoir.broker.metadata.LoggedMetadata;
import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.broker.net.ClientLog;
import dev.reservoir.broker.partition.Compaction;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.broker.partition.Upkeep;
import dev.reservoir.broker.transaction.Endings;
import dev.reservoir.broker.transaction.Markers;
import dev.reservoir.coord.group.GroupCommand;
import dev.reservoir.coord.group.GroupCoordinator;
import dev.reservoir.coord.group.GroupEvent;
import dev.reservoir.coord.group.GroupState;
import dev.reservoir.coord.runner.Runner;
import dev.reservoir.coord.transaction.TransactionCommand;
import dev.reservoir.coord.transaction.TransactionCoordinator;
import dev.reservoir.coord.transaction.TransactionEvent;
import dev.reservoir.coord.transaction.TransactionState;
import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.PartitionId;
import dev.reservoir.log.PartitionLog;
import dev.reservoir.log.StorageEngine;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand.StartBroker;
import dev.reservoir.meta.change.MetadataMachine;
import dev.reservoir.meta.change.MetadataReply;
import dev.reservoir.meta.config.BrokerConfig;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A broker without threads and sockets: metadata, partitions, coordinator, background work and the
 * handlers of every API, over one storage engine. {@link Broker} gives it threads and listeners,
 * the simulator drives it.
 */
public final class Core {
    /**
     * The metadata partition is written under this epoch; the broker's own is found by reading it.
     */
    private static final int METADATA_EPOCH = 0;

    private final LoggedMetadata metadata;
    private final Groups groups;
    private final Transactions transactions;
    private final Markers markers;
    private final Endings endings;
    private final Compaction compaction;
    private final Upkeep upkeep;
    private final List<Handler<?>> handlers;

    private Core(
            BrokerConfig config,
            Broker.Surroundings around,
            Executor loadingThreads,
            LoggedMetadata metadata,
            Logs logs) {
        this.metadata = metadata;
        Partitions partitions = new Partitions(metadata::image, config, logs);
        TopicImage offsetsTopic = metadata.image().topic(TopicNames.CONSUMER_OFFSETS);
        groups = new Groups(config, offsetsTopic, partitions, around.clocks()::now, loadingThreads);
        TopicImage transactionTopic = metadata.image().topic(TopicNames.TRANSACTION_STATE);
        transactions =
                new Transactions(
                        config, transactionTopic, partitions, around.clocks()::now, loadingThreads);
        markers = new Markers(partitions, groups.coordinator());
        endings = transactions.endings(markers, logs.leaderEpoch());
        if (transactionTopic != null) {
            endings.useAll();
        }
        compaction =
                new Compaction(
                        metadata::image,
                        config,
                        partitions,
                        around.clocks().wall(),
                        around.random());
        upkeep =
                new Upkeep(
                        metadata,
                        partitions,
                        config.retentionCheckIntervalMs(),
                        config.producerIdExpirationMs(),
                        this::forget);
        handlers = handlers(config, around, partitions);
    }

    /**
     * Reads the metadata, begins the broker's new epoch and recovers the partitions. Nothing runs
     * by itself afterwards.
     *
     * @param loadingThreads where shards of the coordinator are loaded
     * @throws StorageException when the data cannot be served; the message says what to do
     */
    public static Core load(
            BrokerConfig config, Broker.Surroundings around, Executor loadingThreads)
            throws StorageException, InterruptedException {
        StorageEngine engine = around.engine();
        InstantSource wall = around.clocks().wall();
        PartitionLog log =
                new PartitionLog(
                        PartitionId.METADATA, engine, LogConfig.INTERNAL, METADATA_EPOCH, wall);
        MetadataMachine machine = new MetadataMachine(config, ids(around.random()));
        LoggedMetadata metadata = LoggedMetadata.load(log, machine, wall);
        engine.recover(id -> nameOf(metadata.image().topic(id)));
        Logs logs = new Logs(engine, beginEpoch(metadata), wall);
        return new Core(config, around, loadingThreads, metadata, logs);
    }

    /** Ids as {@link UUID#randomUUID} makes them (version 4). */
    private static Supplier<UUID> ids(RandomGenerator random) {
        return () ->
                new UUID(
                        (random.nextLong() & ~0xF000L) | 0x4000L,
                        (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }

    private static @Nullable String nameOf(@Nullable TopicImage topic) {
        return topic == null ? null : topic.name();
    }

    private static int beginEpoch(Metadata metadata) throws StorageException, InterruptedException {
        MetadataReply.BrokerStarted started = metadata.submit(new StartBroker(Map.of())).await();
        if (!started.outcome().ok()) {
            throw new StorageException(
                    StorageException.Kind.OFFLINE, started.outcome().message() + ".");
        }
        return started.epoch();
    }

    /** The metadata as it is durable. */
    public MetadataImage metadata() {
        return metadata.image();
    }

    /** The handlers of every API that is served. */
    public List<Handler<?>> handlers() {
        return handlers;
    }

    /** The coordinator of consumer groups; not started. */
    public Runner<GroupState, GroupCommand<?>, GroupEvent> groups() {
        return groups.runner();
    }

    /** The coordinator of transactions; not started. */
    public Runner<TransactionState, TransactionCommand<?>, TransactionEvent> transactions() {
        return transactions.runner();
    }

    /** What ends transactions; not started. */
    public Endings endings() {
        return endings;
    }

    /** The compaction of partitions; not started. */
    public Compaction compaction() {
        return compaction;
    }

    /** The background work on partitions; not started. */
    public Upkeep upkeep() {
        return upkeep;
    }

    /** Offsets that were committed for a deleted topic go with it. */
    private void forget(TopicImage gone) {
        compaction.forget(gone);
        if (metadata.image().topic(TopicNames.CONSUMER_OFFSETS) != null) {
            groups.coordinator().askAll(new GroupCommand.ForgetTopic(gone.name(), gone.id()));
        }
    }

    private List<Handler<?>> handlers(
            BrokerConfig config, Broker.Surroundings around, Partitions partitions) {
        List<Handler<?>> all = new ArrayList<>();
        InstantSource ticks = around.clocks().ticks();
        ClientLog complaints = new ClientLog(() -> TimeUnit.MILLISECONDS.toNanos(ticks.millis()));
        TransactionCoordinator txns = transactions.coordinator();
        BrokerIdentity identity = new BrokerIdentity(around.clusterId(), config);
        all.addAll(recordHandlers(config, around, partitions, identity, txns));
        all.add(new DescribeLogDirs(metadata, partitions, around.directory()));
        InternalTopics internalTopics = new InternalTopics(metadata, config);
        all.add(new TopicMetadata(metadata, identity, config, internalTopics, complaints));
        all.addAll(metadataHandlers(config, metadata, identity));
        GroupCoordinator coordinator = groups.coordinator();
        all.add(new FindCoordinator(coordinator, endings, internalTopics, identity, complaints));
        all.add(new JoinGroup(coordinator, ids(around.random()), complaints));
        all.addAll(groupHandlers(coordinator, metadata::image));
        all.addAll(transactionHandlers(txns, coordinator, around.clocks().wall()));
        all.add(new DescribeProducers(partitions));
        all.add(new ApiVersions(all));
        return List.copyOf(all);
    }

    /** What has to do with records. */
    private static List<Handler<?>> recordHandlers(
            BrokerConfig config,
            Broker.Surroundings around,
            Partitions partitions,
            BrokerIdentity identity,
            TransactionCoordinator transactions) {
        InstantSource ticks = around.clocks().ticks();
        FetchSessions sessions =
                new FetchSessions(config.fetchSessionSlots(), ticks, around.random());
        return List.of(
                new Produce(partitions, transactions, ticks),
                new Fetch(partitions, sessions, ticks, identity, config.fetchMaxBytes()),
                new ListOffsets(partitions),
                new OffsetForLeaderEpoch(partitions),
                new DeleteRecords(partitions, ticks));
    }

    /** What has to do with topics, configurations and the cluster. */
    private static List<Handler<?>> metadataHandlers(
            BrokerConfig config, Metadata metadata, BrokerIdentity identity) {
        return List.of(
                new DescribeCluster(identity),
                new DescribeTopicPartitions(metadata, identity, config),
                new CreateTopics(metadata, config),
                new DeleteTopics(metadata),
                new CreatePartitions(metadata),
                new DescribeConfigs(metadata, config),
                new IncrementalAlterConfigs(metadata),
                new AlterConfigs(metadata));
    }

    /** What has to do with transactions and producer ids. */
    private List<Handler<?>> transactionHandlers(
            TransactionCoordinator coordinator,
            GroupCoordinator groupCoordinator,
            InstantSource wall) {
        ProducerIds ids = new ProducerIds(metadata);
        return List.of(
                new InitProducerId(coordinator, ids),
                new AddPartitionsToTxn(coordinator, metadata::image),
                new AddOffsetsToTxn(coordinator, groupCoordinator),
                new EndTxn(coordinator, ids),
                new WriteTxnMarkers(markers),
                new TxnOffsetCommit(coordinator, groupCoordinator, metadata::image),
                new DescribeTransactions(coordinator),
                new ListTransactions(coordinator, metadata::image, wall));
    }

    /** What has to do with consumer groups. */
    private static List<Handler<?>> groupHandlers(
            GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        return List.of(
                new SyncGroup(coordinator),
                new Heartbeat(coordinator),
                new LeaveGroup(coordinator),
                new OffsetCommit(coordinator, metadata),
                new OffsetFetch(coordinator, metadata),
                new OffsetDelete(coordinator, metadata),
                new ListGroups(coordinator, metadata),
                new DescribeGroups(coordinator),
                new DeleteGroups(coordinator));
    }
}
