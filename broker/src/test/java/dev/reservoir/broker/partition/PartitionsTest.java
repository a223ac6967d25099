package dev.reservoir.broker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.log.LogConfig;
import dev.reservoir.log.Logs;
import dev.reservoir.log.StorageException;
import dev.reservoir.log.memory.MemoryEngine;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.config.BrokerConfig;

import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** A topic's configuration as its partitions' logs get it. */
class PartitionsTest {
    private static final int COUNT = 20;

    private static List<LogConfig> configs(Map<String, String> topic) throws StorageException {
        MetadataImage image =
                MetadataImage.EMPTY.apply(
                        new MetadataEvent.TopicCreated(
                                new UUID(3, 4), "t", COUNT, new TreeMap<>(topic)));
        var engine = new MemoryEngine(new Random(1), MemoryEngine.Pace.AT_ONCE, 1 << 20);
        engine.recover(_ -> "t");
        var logs = new Logs(engine, 1, InstantSource.system());
        var partitions = new Partitions(() -> image, BrokerConfig.of(Map.of()), logs);
        List<LogConfig> configs = new ArrayList<>();
        for (int index = 0; index < COUNT; index++) {
            var partition = Objects.requireNonNull(partitions.find("t", index));
            configs.add(partition.log().config());
        }
        return configs;
    }

    private static List<Long> segmentMs(Map<String, String> topic) throws StorageException {
        return configs(topic).stream().map(config -> config.layout().segmentMs()).toList();
    }

    @Test
    void jitterShortensTheTimeOfASegmentByPartition() throws Exception {
        Map<String, String> topic = Map.of("segment.ms", "10000", "segment.jitter.ms", "4000");
        List<Long> times = segmentMs(topic);
        assertThat(times).allMatch(ms -> ms >= 6_000 && ms <= 10_000);
        assertThat(new HashSet<>(times)).hasSizeGreaterThan(COUNT / 2);
        assertThat(segmentMs(topic)).as("the same each time").isEqualTo(times);
    }

    @Test
    void jitterNeverTakesAllOfTheTime() throws Exception {
        assertThat(segmentMs(Map.of("segment.ms", "3", "segment.jitter.ms", "1000000")))
                .allMatch(ms -> ms >= 1 && ms <= 3);
        assertThat(segmentMs(Map.of("segment.ms", "10000"))).containsOnly(10_000L);
    }
}
