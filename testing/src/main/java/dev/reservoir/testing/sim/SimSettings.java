package dev.reservoir.testing.sim;

import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

import java.util.List;

/** Changes a setting of topics and looks whether it is as it was changed. */
final class SimSettings {
    private static final String KEY = "max.message.bytes";
    private static final int LEAST = 100_000;
    private static final byte TOPIC_CONFIG = 1;
    private static final byte TOPIC = ConfigResource.Type.TOPIC.id();

    private final SimAdmin admin;
    private int changes;

    SimSettings(SimAdmin admin) {
        this.admin = admin;
    }

    void change(SimTopic topic) {
        String value = Integer.toString(LEAST + ++changes);
        AlterConfigsResource resource =
                new AlterConfigsResource().setResourceType(TOPIC).setResourceName(topic.name);
        resource.configs()
                .add(
                        new AlterableConfig()
                                .setName(KEY)
                                .setValue(value)
                                .setConfigOperation((byte) 0));
        IncrementalAlterConfigsRequestData request = new IncrementalAlterConfigsRequestData();
        request.resources().add(resource);
        topic.setting.arrived(value);
        admin.<IncrementalAlterConfigsResponseData>order(
                ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                request,
                answer -> {
                    switch (Errors.forCode(answer.responses().getFirst().errorCode())) {
                        case NONE -> topic.setting.acknowledged(value);
                        case KAFKA_STORAGE_ERROR -> {}
                        default -> throw admin.unexpected(answer);
                    }
                });
    }

    void look(SimTopic topic) {
        long asked = topic.setting.floor();
        admin.<DescribeConfigsResponseData>order(
                ApiKeys.DESCRIBE_CONFIGS,
                new DescribeConfigsRequestData()
                        .setResources(
                                List.of(
                                        new DescribeConfigsResource()
                                                .setResourceType(TOPIC)
                                                .setResourceName(topic.name)
                                                .setConfigurationKeys(List.of(KEY)))),
                answer -> {
                    var result = answer.results().getFirst();
                    if (result.errorCode() != Errors.NONE.code()) {
                        throw admin.unexpected(answer);
                    }
                    var config = result.configs().getFirst();
                    boolean changed = config.configSource() == TOPIC_CONFIG;
                    topic.setting.seen(changed ? config.value() : null, asked);
                });
    }
}
