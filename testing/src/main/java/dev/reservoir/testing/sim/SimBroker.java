package dev.reservoir.testing.sim;

import dev.reservoir.broker.api.DeleteRecords;
import dev.reservoir.broker.api.Dispatcher;
import dev.reservoir.broker.api.Fetch;
import dev.reservoir.broker.api.ListOffsets;
import dev.reservoir.broker.api.OffsetForLeaderEpoch;
import dev.reservoir.broker.api.Produce;
import dev.reservoir.broker.fetch.FetchSessions;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.Logs;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** One life of a broker: the production classes from the dispatcher to the partition logs. */
final class SimBroker {
    private static final int FETCH_MAX_BYTES = 4_000;
    private static final int SESSIONS = 4;

    final MemoryEngine engine;
    final Dispatcher dispatcher;
    private final Logs logs;

    /**
     * @param engine fresh from its constructor, its crash or its reopening
     * @param epoch of this life, one more than that of the last
     */
    SimBroker(
            MemoryEngine engine,
            MetadataImage metadata,
            BrokerConfig config,
            int epoch,
            InstantSource clock,
            RandomGenerator random)
            throws StorageException {
        this.engine = engine;
        engine.recover(id -> {
            TopicImage topic = metadata.topic(id);
            return topic == null ? null : topic.name();
        });
        logs = new Logs(engine, epoch, clock);
        Partitions partitions = new Partitions(() -> metadata, config, logs);
        dispatcher =
                new Dispatcher(
                        List.of(
                                new Produce(partitions, clock),
                                new Fetch(
                                        partitions,
                                        new FetchSessions(SESSIONS, clock, random),
                                        clock,
                                        FETCH_MAX_BYTES),
                                new ListOffsets(partitions),
                                new OffsetForLeaderEpoch(partitions),
                                new DeleteRecords(partitions, clock)));
    }

    Logs logs() {
        return logs;
    }
}
