package dev.reservoir.meta.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataEventCodec;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.config.BrokerConfig;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Whatever is decided: replaying the stored events gives the image that was served. */
class MetadataReplayTest {
    private static final List<String> NAMES =
            List.of("a", "b.c", "b_c", "d", "..", "", "e-f", "__consumer_offsets", "g");
    private static final List<String> KEYS =
            List.of(
                    "retention.ms",
                    "segment.bytes",
                    "cleanup.policy",
                    "nonsense",
                    "log.retention.ms");
    private static final List<ConfigChange.Op> OPS = List.of(ConfigChange.Op.values());
    private static final List<String> VALUES = List.of("2000000", "-1", "delete", "x", "");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void replayGivesTheSameImage(long seed) {
        Random random = new Random(seed);
        MetadataMachine machine =
                new MetadataMachine(
                        BrokerConfig.of(Map.of("max.partitions.per.broker", "60")),
                        () -> new UUID(random.nextLong(), random.nextLong()));
        MetadataImage live = MetadataImage.EMPTY;
        List<MetadataEvent> log = new ArrayList<>();
        for (int step = 0; step < 1_500; step++) {
            MetadataCommand<?> command = command(random, live);
            Decision<?> decision = machine.decide(live, command);
            for (MetadataEvent event : decision.events()) {
                log.add(MetadataEventCodec.decode(MetadataEventCodec.encode(event)));
                live = live.apply(event);
            }
            assertThat(live.partitionCount())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(partitions(live))
                    .isLessThanOrEqualTo(60);
        }
        MetadataImage replayed = MetadataImage.EMPTY;
        for (MetadataEvent event : log) {
            replayed = replayed.apply(event);
        }
        assertThat(replayed.sameContents(live)).as("seed %d", seed).isTrue();
        assertThat(replayed.version()).isEqualTo(live.version()).isEqualTo(log.size());
        assertThat(log).hasSizeGreaterThan(300);
    }

    private static long partitions(MetadataImage image) {
        long sum = 0;
        for (var topic : image.topics()) {
            sum += topic.value().partitionCount();
        }
        return sum;
    }

    private static MetadataCommand<?> command(Random random, MetadataImage image) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> create(random);
            case 2 -> new MetadataCommand.DeleteTopics(List.of(selector(random, image)));
            case 3 ->
                    new MetadataCommand.CreatePartitions(
                            List.of(
                                    new MetadataCommand.Growth(
                                            pick(random, NAMES), random.nextInt(12), null)),
                            random.nextInt(4) == 0);
            case 4 ->
                    new MetadataCommand.AlterConfigs(
                            List.of(change(random, pick(random, OPS))), random.nextInt(4) == 0);
            case 5 ->
                    new MetadataCommand.ReplaceConfigs(
                            List.of(change(random, ConfigChange.Op.SET)), random.nextInt(4) == 0);
            case 6 -> new MetadataCommand.StartBroker(Map.of("f", (short) 1));
            default -> new MetadataCommand.AllocateProducerIds(1 + random.nextInt(1000));
        };
    }

    private static MetadataCommand<?> create(Random random) {
        List<NewTopic.Setting> configs =
                random.nextBoolean()
                        ? List.of()
                        : List.of(new NewTopic.Setting(pick(random, KEYS), pick(random, VALUES)));
        return new MetadataCommand.CreateTopics(
                List.of(
                        new NewTopic(
                                pick(random, NAMES),
                                random.nextInt(12) - 1,
                                random.nextInt(4) - 1,
                                List.of(),
                                configs),
                        NewTopic.of(pick(random, NAMES), 1, 1)),
                random.nextInt(5) == 0);
    }

    private static TopicSelector selector(Random random, MetadataImage image) {
        TopicImage topic = image.topic(pick(random, NAMES));
        return topic == null || random.nextBoolean()
                ? new TopicSelector(pick(random, NAMES), null)
                : new TopicSelector(null, topic.id());
    }

    private static ConfigChange change(Random random, ConfigChange.Op op) {
        ConfigResource resource =
                switch (random.nextInt(4)) {
                    case 0 -> ConfigResource.ALL_BROKERS;
                    case 1 -> ConfigResource.broker(1);
                    default -> ConfigResource.topic(pick(random, NAMES));
                };
        return new ConfigChange(
                resource,
                List.of(new ConfigChange.Step(pick(random, KEYS), op, pick(random, VALUES))));
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
