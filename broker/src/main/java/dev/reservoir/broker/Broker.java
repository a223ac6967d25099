package dev.reservoir.broker;

import dev.reservoir.broker.api.AlterConfigs;
import dev.reservoir.broker.api.ApiVersions;
import dev.reservoir.broker.api.BrokerIdentity;
import dev.reservoir.broker.api.CreatePartitions;
import dev.reservoir.broker.api.CreateTopics;
import dev.reservoir.broker.api.DataDirectory;
import dev.reservoir.broker.api.DeleteGroups;
import dev.reservoir.broker.api.DeleteRecords;
import dev.reservoir.broker.api.DeleteTopics;
import dev.reservoir.broker.api.DescribeCluster;
import dev.reservoir.broker.api.DescribeConfigs;
import dev.reservoir.broker.api.DescribeGroups;
import dev.reservoir.broker.api.DescribeLogDirs;
import dev.reservoir.broker.api.DescribeTopicPartitions;
import dev.reservoir.broker.api.Dispatcher;
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
import dev.reservoir.broker.api.OffsetCommit;
import dev.reservoir.broker.api.OffsetDelete;
import dev.reservoir.broker.api.OffsetFetch;
import dev.reservoir.broker.api.OffsetForLeaderEpoch;
import dev.reservoir.broker.api.Produce;
import dev.reservoir.broker.api.SyncGroup;
import dev.reservoir.broker.api.TopicMetadata;
import dev.reservoir.broker.fetch.FetchSessions;
import dev.reservoir.broker.metadata.LoggedMetadata;
import dev.reservoir.broker.metadata.ProducerIds;
import dev.reservoir.broker.net.Listener;
import dev.reservoir.broker.net.NetConfig;
import dev.reservoir.broker.partition.Compaction;
import dev.reservoir.broker.partition.InternalTopics;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.broker.partition.Upkeep;
import dev.reservoir.coord.group.GroupCommand;
import dev.reservoir.coord.group.GroupCoordinator;
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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A running broker: the rooms wired together over one storage engine. */
public final class Broker implements AutoCloseable {
    /**
     * The metadata partition is written under this epoch; the broker's own is found by reading it.
     */
    private static final int METADATA_EPOCH = 0;

    /** What was started, to be stopped in the opposite order. */
    private final StartedParts parts;

    private final List<Listener> listeners = new ArrayList<>();
    private final List<Handler<?>> served;

    private Broker(BrokerConfig config, Surroundings around, StartedParts parts)
            throws StorageException, IOException, InterruptedException {
        this.parts = parts;
        StorageEngine engine = parts.add(around.engine());
        InstantSource clock = around.clock();
        PartitionLog metadataLog =
                new PartitionLog(
                        PartitionId.METADATA, engine, LogConfig.INTERNAL, METADATA_EPOCH, clock);
        MetadataMachine machine = new MetadataMachine(config, UUID::randomUUID);
        LoggedMetadata metadata = LoggedMetadata.load(metadataLog, machine, clock);
        engine.recover(id -> nameOf(metadata.image().topic(id)));
        Logs logs = new Logs(engine, beginEpoch(metadata), clock);
        Partitions partitions = new Partitions(metadata::image, config, logs);
        TopicImage offsetsTopic = metadata.image().topic(TopicNames.CONSUMER_OFFSETS);
        Groups groups = parts.add(new Groups(config, offsetsTopic, partitions));
        startUpkeep(config, metadata, partitions, groups.coordinator(), clock);

        List<Handler<?>> handlers = new ArrayList<>();
        handlers.addAll(recordHandlers(config, around, partitions));
        handlers.add(new DescribeLogDirs(metadata, partitions, around.directory()));
        BrokerIdentity identity = new BrokerIdentity(around.clusterId(), config);
        InternalTopics internalTopics = new InternalTopics(metadata, config);
        handlers.addAll(metadataHandlers(config, metadata, identity, internalTopics));
        GroupCoordinator coordinator = groups.coordinator();
        handlers.add(new FindCoordinator(coordinator, internalTopics, identity));
        handlers.addAll(groupHandlers(coordinator, metadata::image));
        handlers.add(new ApiVersions(handlers));
        served = List.copyOf(handlers);
        listen(config, new Dispatcher(handlers));
    }

    /** The background work. Offsets that were committed for a deleted topic go with it. */
    private void startUpkeep(
            BrokerConfig config,
            LoggedMetadata metadata,
            Partitions partitions,
            GroupCoordinator coordinator,
            InstantSource clock) {
        Compaction compaction =
                parts.add(new Compaction(metadata::image, config, partitions, clock));
        parts.add(
                new Upkeep(
                        metadata,
                        partitions,
                        config.retentionCheckIntervalMs(),
                        config.producerIdExpirationMs(),
                        gone -> {
                            compaction.forget(gone);
                            if (metadata.image().topic(TopicNames.CONSUMER_OFFSETS) != null) {
                                coordinator.askAll(
                                        new GroupCommand.ForgetTopic(gone.name(), gone.id()));
                            }
                        }));
    }

    /** What has to do with records. */
    private static List<Handler<?>> recordHandlers(
            BrokerConfig config, Surroundings around, Partitions partitions) {
        InstantSource clock = around.clock();
        FetchSessions sessions =
                new FetchSessions(config.fetchSessionSlots(), clock, around.random());
        return List.of(
                new Produce(partitions, clock),
                new Fetch(partitions, sessions, clock, config.fetchMaxBytes()),
                new ListOffsets(partitions),
                new OffsetForLeaderEpoch(partitions),
                new DeleteRecords(partitions, clock));
    }

    /** What has to do with topics, configurations and the cluster. */
    private static List<Handler<?>> metadataHandlers(
            BrokerConfig config,
            Metadata metadata,
            BrokerIdentity identity,
            InternalTopics internalTopics) {
        return List.of(
                new TopicMetadata(metadata, identity, config, internalTopics),
                new DescribeCluster(identity),
                new DescribeTopicPartitions(metadata, identity, config),
                new CreateTopics(metadata, config),
                new DeleteTopics(metadata),
                new CreatePartitions(metadata),
                new DescribeConfigs(metadata, config),
                new IncrementalAlterConfigs(metadata),
                new AlterConfigs(metadata),
                new InitProducerId(new ProducerIds(metadata)));
    }

    /** What has to do with consumer groups. */
    private static List<Handler<?>> groupHandlers(
            GroupCoordinator coordinator, Supplier<MetadataImage> metadata) {
        return List.of(
                new JoinGroup(coordinator, UUID::randomUUID),
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

    /**
     * What a broker stands on; the simulator gives others.
     *
     * @param clusterId Kafka's form: 16 bytes in base64url
     * @param engine a fresh engine, closed with the broker
     * @param directory where the engine keeps its data
     */
    public record Surroundings(
            String clusterId,
            StorageEngine engine,
            DataDirectory directory,
            InstantSource clock,
            RandomGenerator random) {}

    /**
     * Starts a broker; it serves when this returns. When it fails, what was started is closed, the
     * engine included.
     *
     * @throws StorageException when the data cannot be served; the message says what to do
     * @throws IOException when an address cannot be bound
     */
    public static Broker start(BrokerConfig config, Surroundings around)
            throws StorageException, IOException, InterruptedException {
        StartedParts parts = new StartedParts();
        try {
            return new Broker(config, around, parts);
        } catch (Throwable e) {
            parts.closeAfter(e);
            throw e;
        }
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

    /**
     * Opens every configured listener, on each address its host stands for (localhost is IPv4 and
     * IPv6).
     */
    private void listen(BrokerConfig config, Dispatcher dispatcher) throws IOException {
        for (var configured : config.listeners()) {
            int port = configured.port();
            for (InetAddress address : addresses(configured)) {
                Listener listener =
                        Listener.start(
                                new InetSocketAddress(address, port),
                                netConfig(config),
                                dispatcher);
                listeners.add(parts.add(listener));
                port = listener.address().getPort();
            }
        }
    }

    private static List<InetAddress> addresses(dev.reservoir.meta.config.Listener configured)
            throws IOException {
        if (configured.everyAddress()) {
            return List.of(new InetSocketAddress(0).getAddress());
        }
        try {
            return List.of(InetAddress.getAllByName(configured.host()));
        } catch (UnknownHostException e) {
            throw new IOException(
                    "Cannot listen on %s: the host name is not known to this machine."
                            .formatted(configured.address()),
                    e);
        }
    }

    private static NetConfig netConfig(BrokerConfig config) {
        return new NetConfig(
                config.socketRequestMaxBytes(),
                config.queuedMaxRequestBytes() < 0
                        ? DEFAULT_QUEUED_BYTES
                        : config.queuedMaxRequestBytes(),
                config.maxConnections(),
                config.maxConnectionsPerIp(),
                config.connectionsMaxIdleMs(),
                MAX_IN_FLIGHT);
    }

    /**
     * Requests of one connection that may wait for their answers; clients keep five, some a
     * hundred.
     */
    private static final int MAX_IN_FLIGHT = 128;

    /** Kafka's default is no bound; what arrives must fit into memory all the same. */
    private static final long DEFAULT_QUEUED_BYTES = 512L << 20;

    /** The handlers of every API that is served. */
    public List<Handler<?>> handlers() {
        return served;
    }

    /** Where the broker listens; the first of its addresses. */
    public InetSocketAddress address() {
        return listeners.getFirst().address();
    }

    /** Stops serving, makes everything durable and lets go of the data directory. */
    @Override
    public void close() {
        parts.close();
    }
}
