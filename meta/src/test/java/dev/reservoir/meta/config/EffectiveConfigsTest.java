package dev.reservoir.meta.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class EffectiveConfigsTest {
    private static EffectiveConfigs configs(Map<String, String> settings) {
        return EffectiveConfigs.of(BrokerConfig.of(settings), MetadataImage.EMPTY);
    }

    @Test
    void defaultsAreKafkas() {
        TopicConfig topic = configs(Map.of()).topic(Map.of());
        assertThat(topic.retentionMs()).isEqualTo(7L * 24 * 60 * 60 * 1000);
        assertThat(topic.segmentBytes()).isEqualTo(1 << 30);
        assertThat(topic.maxMessageBytes()).isEqualTo(1048588);
        assertThat(topic.delete()).isTrue();
        assertThat(topic.compact()).isFalse();
        assertThat(topic.logAppendTime()).isFalse();
    }

    @Test
    void theBrokersHoursAndMinutesBecomeMilliseconds() {
        assertThat(configs(Map.of("log.retention.hours", "2")).topic(Map.of()).retentionMs())
                .isEqualTo(7_200_000);
        Map<String, String> both = Map.of("log.retention.hours", "2", "log.retention.minutes", "3");
        assertThat(configs(both).topic(Map.of()).retentionMs()).isEqualTo(180_000);
        assertThat(configs(Map.of("log.retention.hours", "-1")).topic(Map.of()).retentionMs())
                .isEqualTo(-1);
        assertThat(configs(Map.of("log.roll.hours", "1")).topic(Map.of()).segmentMs())
                .isEqualTo(3_600_000);
    }

    @Test
    void theStrongestLayerHolds() {
        BrokerConfig broker = BrokerConfig.of(Map.of("log.retention.hours", "1"));
        ConfigResource self = ConfigResource.broker(1);
        MetadataImage image =
                MetadataImage.EMPTY.apply(
                        new MetadataEvent.ConfigChanged(
                                ConfigResource.ALL_BROKERS, "log.retention.ms", "20"));
        assertThat(EffectiveConfigs.of(broker, image).topic(Map.of()).retentionMs()).isEqualTo(20);
        image = image.apply(new MetadataEvent.ConfigChanged(self, "log.retention.ms", "30"));
        EffectiveConfigs configs = EffectiveConfigs.of(broker, image);
        assertThat(configs.topic(Map.of()).retentionMs()).isEqualTo(30);
        assertThat(configs.topic(Map.of("retention.ms", "40")).retentionMs()).isEqualTo(40);

        ConfigEntry entry =
                entry(configs.describeTopic(Map.of("retention.ms", "40")), "retention.ms");
        assertThat(entry.value()).isEqualTo("40");
        assertThat(entry.source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(entry.candidates())
                .containsExactly(
                        candidate("retention.ms", "40", ConfigSource.DYNAMIC_TOPIC_CONFIG),
                        candidate("log.retention.ms", "30", ConfigSource.DYNAMIC_BROKER_CONFIG),
                        candidate(
                                "log.retention.ms",
                                "20",
                                ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
                        candidate("log.retention.hours", "1", ConfigSource.STATIC_BROKER_CONFIG),
                        candidate("log.retention.hours", "168", ConfigSource.DEFAULT_CONFIG));
        assertThat(entry(configs.describeTopic(Map.of()), "retention.ms").source())
                .isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        assertThat(entry(configs.describeAllBrokers(), "log.retention.ms").value()).isEqualTo("20");
    }

    @Test
    void everyKeyIsDescribed() {
        EffectiveConfigs configs = configs(Map.of("num.partitions", "4"));
        assertThat(configs.describeTopic(Map.of())).hasSize(TopicKeys.KEYS.all().size());
        assertThat(configs.describeTopic(Map.of()))
                .allSatisfy(entry -> {
                    assertThat(entry.source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
                    assertThat(entry.value()).isEqualTo(entry.key().defaultValue());
                });
        ConfigEntry partitions = entry(configs.describeBroker(), "num.partitions");
        assertThat(partitions.value()).isEqualTo("4");
        assertThat(partitions.readOnly()).isTrue();
        assertThat(partitions.source()).isEqualTo(ConfigSource.STATIC_BROKER_CONFIG);
        ConfigEntry rack = entry(configs.describeBroker(), "broker.rack");
        assertThat(rack.value()).isNull();
        assertThat(rack.source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
        assertThat(entry(configs.describeBroker(), "message.max.bytes").readOnly()).isFalse();
    }

    private static ConfigEntry.Candidate candidate(String name, String value, ConfigSource source) {
        return new ConfigEntry.Candidate(name, value, source);
    }

    private static ConfigEntry entry(List<ConfigEntry> entries, String name) {
        return entries.stream().filter(e -> e.key().name().equals(name)).findFirst().orElseThrow();
    }
}
