package dev.reservoir.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.BrokerKeys;
import dev.reservoir.meta.config.TopicKeys;

import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class ConfigHandlersTest {
    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;

    private final BrokerConfig config = BrokerConfig.of(Map.of("log.retention.hours", "1"));
    private final TestMetadata metadata = new TestMetadata(config);
    private final DescribeConfigs describe = new DescribeConfigs(metadata, config);
    private final IncrementalAlterConfigs alter = new IncrementalAlterConfigs(metadata);
    private final AlterConfigs replace = new AlterConfigs(metadata);

    @BeforeEach
    void oneTopic() {
        metadata.create("t", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void describesATopicInEveryVersion(int version) {
        var result = describe(version, TOPIC, "t");
        assertThat(result.configs()).hasSize(TopicKeys.KEYS.all().size());
        var retention = named(result, "retention.ms");
        assertThat(retention.value()).isEqualTo("3600000");
        assertThat(retention.configSource())
                .isEqualTo(DescribeConfigsResponse.ConfigSource.STATIC_BROKER_CONFIG.id());
        assertThat(retention.configType()).isEqualTo((byte) (version >= 3 ? 5 : 0));
        assertThat(retention.documentation().isEmpty()).isEqualTo(version < 3);
        assertThat(retention.synonyms())
                .extracting(s -> s.name() + "=" + s.value() + " " + s.source())
                .containsExactly("log.retention.hours=1 4", "log.retention.hours=168 5");
    }

    @Test
    void describesBrokersAndTheirCommonDefaults() {
        var broker = describe(4, BROKER, "1");
        assertThat(broker.configs()).hasSize(BrokerKeys.KEYS.all().size());
        assertThat(named(broker, "num.partitions").readOnly()).isTrue();
        assertThat(named(broker, "message.max.bytes").readOnly()).isFalse();
        assertThat(describe(4, BROKER, "").configs()).isEmpty();
        alter(BROKER, "", "message.max.bytes", AlterConfigOp.OpType.SET, "5000");
        assertThat(describe(4, BROKER, "").configs())
                .extracting(c -> c.name() + "=" + c.value() + " " + c.configSource())
                .containsExactly("message.max.bytes=5000 3");
        assertThat(named(describe(4, BROKER, "1"), "message.max.bytes").value()).isEqualTo("5000");
        assertThat(named(describe(4, TOPIC, "t"), "max.message.bytes").value()).isEqualTo("5000");
    }

    @Test
    void describesOnlyTheKeysThatAreAsked() {
        var resource =
                new DescribeConfigsResource()
                        .setResourceType(TOPIC)
                        .setResourceName("t")
                        .setConfigurationKeys(List.of("segment.ms", "nonsense"));
        DescribeConfigsResponseData response =
                Call.call(
                        DescribeConfigsResponseData.class,
                        describe,
                        4,
                        new DescribeConfigsRequestData().setResources(List.of(resource)));
        var result = response.results().getFirst();
        assertThat(result.configs()).hasSize(1);
        assertThat(result.configs().getFirst().synonyms()).isEmpty();
        assertThat(result.configs().getFirst().documentation()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|none|UNKNOWN_TOPIC_OR_PARTITION|does not host",
                "2|a/b|INVALID_TOPIC_EXCEPTION|a/b",
                "4|2|INVALID_REQUEST|Unexpected broker id, expected 1 or empty string, but received"
                        + " 2",
                "4|x|INVALID_REQUEST|Broker id must be an integer, but it is: x",
                "8|1|INVALID_REQUEST|Unsupported resource type: BROKER_LOGGER",
                "16|m|INVALID_REQUEST|Unsupported resource type: CLIENT_METRICS",
                "32|g|INVALID_REQUEST|Unsupported resource type: GROUP",
                "99|g|INVALID_REQUEST|Unexpected resource type UNKNOWN (99) for resource g",
            })
    void refusesToDescribe(byte type, String name, Errors error, String message) {
        var result = describe(4, type, name);
        assertThat(Errors.forCode(result.errorCode())).isEqualTo(error);
        assertThat(result.errorMessage()).contains(message);
        assertThat(result.configs()).isEmpty();
        assertThat(result.resourceName()).isEqualTo(name);
    }

    @ParameterizedTest
    @EnumSource(AlterConfigOp.OpType.class)
    void altersByEveryOperation(AlterConfigOp.OpType operation) {
        alter(TOPIC, "t", "cleanup.policy", AlterConfigOp.OpType.SET, "delete");
        String value = operation == AlterConfigOp.OpType.DELETE ? null : "delete";
        assertThat(alter(TOPIC, "t", "cleanup.policy", operation, value)).isEqualTo("NONE null");
        var configs = metadata.image().configs(ConfigResource.topic("t"));
        switch (operation) {
            case SET, APPEND -> assertThat(configs).containsEntry("cleanup.policy", "delete");
            case DELETE -> assertThat(configs).isEmpty();
            case SUBTRACT -> assertThat(configs).containsEntry("cleanup.policy", "");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void answersEachResourceInItsPlace(int version) {
        var request = new IncrementalAlterConfigsRequestData();
        add(request, (byte) 32, "g", "share.isolation.level", "x");
        add(request, TOPIC, "t", "retention.ms", "5");
        add(request, (byte) 77, "u", "k", "v");
        add(request, TOPIC, "none", "retention.ms", "5");
        IncrementalAlterConfigsResponseData response =
                Call.call(IncrementalAlterConfigsResponseData.class, alter, version, request);
        assertThat(response.responses())
                .extracting(r ->
                        r.resourceType()
                                + " "
                                + r.resourceName()
                                + " "
                                + Errors.forCode(r.errorCode())
                                + " "
                                + r.errorMessage())
                .containsExactly(
                        "32 g INVALID_REQUEST Unsupported resource type: GROUP",
                        "2 t NONE null",
                        "77 u INVALID_REQUEST Unknown resource type 77",
                        "2 none UNKNOWN_TOPIC_OR_PARTITION The topic 'none' does not exist.");
    }

    @Test
    void refusesAnUnknownOperation() {
        var request = new IncrementalAlterConfigsRequestData();
        add(request, TOPIC, "t", "retention.ms", "5");
        request.resources()
                .iterator()
                .next()
                .configs()
                .iterator()
                .next()
                .setConfigOperation((byte) 9);
        IncrementalAlterConfigsResponseData response =
                Call.call(IncrementalAlterConfigsResponseData.class, alter, 1, request);
        assertThat(response.responses().getFirst().errorMessage())
                .isEqualTo("Unknown operations type 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void replacesAllConfigs(int version) {
        alter(TOPIC, "t", "segment.ms", AlterConfigOp.OpType.SET, "9");
        var request = new AlterConfigsRequestData();
        var resource =
                new AlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType(TOPIC)
                        .setResourceName("t");
        resource.configs()
                .add(
                        new AlterConfigsRequestData.AlterableConfig()
                                .setName("retention.ms")
                                .setValue("8"));
        request.resources().add(resource);
        AlterConfigsResponseData response =
                Call.call(AlterConfigsResponseData.class, replace, version, request);
        assertThat(response.responses().getFirst().errorCode()).isZero();
        assertThat(metadata.image().configs(ConfigResource.topic("t")))
                .containsExactly(Map.entry("retention.ms", "8"));
    }

    @Test
    void kafkasClientKnowsTheCodes() {
        for (var type : dev.reservoir.meta.config.ConfigType.values()) {
            assertThat(DescribeConfigsResponse.ConfigType.forId(type.code()).name())
                    .isEqualTo(type.name());
        }
        for (var source : dev.reservoir.meta.config.ConfigSource.values()) {
            var kafkas = DescribeConfigsResponse.ConfigSource.forId(source.code()).source();
            assertThat(kafkas).isEqualTo(ConfigEntry.ConfigSource.valueOf(source.name()));
        }
    }

    private DescribeConfigsResult describe(int version, byte type, String name) {
        var resource =
                new DescribeConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name)
                        .setConfigurationKeys(null);
        var request =
                new DescribeConfigsRequestData()
                        .setResources(List.of(resource))
                        .setIncludeSynonyms(true)
                        .setIncludeDocumentation(version >= 3);
        DescribeConfigsResponseData response =
                Call.call(DescribeConfigsResponseData.class, describe, version, request);
        return response.results().getFirst();
    }

    private String alter(
            byte type,
            String name,
            String key,
            AlterConfigOp.OpType operation,
            @Nullable String value) {
        var request = new IncrementalAlterConfigsRequestData();
        add(request, type, name, key, value);
        request.resources()
                .iterator()
                .next()
                .configs()
                .iterator()
                .next()
                .setConfigOperation(operation.id());
        IncrementalAlterConfigsResponseData response =
                Call.call(IncrementalAlterConfigsResponseData.class, alter, 1, request);
        var answer = response.responses().getFirst();
        return Errors.forCode(answer.errorCode()) + " " + answer.errorMessage();
    }

    private static void add(
            IncrementalAlterConfigsRequestData request,
            byte type,
            String name,
            String key,
            @Nullable String value) {
        var resource =
                new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                        .setResourceType(type)
                        .setResourceName(name);
        resource.configs()
                .add(
                        new AlterableConfig()
                                .setName(key)
                                .setConfigOperation(AlterConfigOp.OpType.SET.id())
                                .setValue(value));
        request.resources().add(resource);
    }

    private static DescribeConfigsResourceResult named(DescribeConfigsResult result, String name) {
        return result.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
