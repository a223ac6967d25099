package dev.reservoir.broker.api;

import dev.reservoir.meta.change.ConfigChange;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;

import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.AlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;

/**
 * AlterConfigs (key 33, versions 0 to 2): replaces all configs of a topic, of this broker, or of
 * all brokers (the broker named ""); what is not named is removed. {@link IncrementalAlterConfigs}
 * took its place.
 */
public final class AlterConfigs implements Handler<AlterConfigsRequestData> {
    private final Metadata metadata;

    public AlterConfigs(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.ALTER_CONFIGS;
    }

    @Override
    public Reply handle(RequestContext context, AlterConfigsRequestData request) {
        ConfigAnswers answers = new ConfigAnswers();
        for (AlterConfigsResource resource : request.resources()) {
            List<ConfigChange.Step> steps = new ArrayList<>();
            resource.configs()
                    .forEach(config ->
                            steps.add(
                                    new ConfigChange.Step(
                                            config.name(), ConfigChange.Op.SET, config.value())));
            answers.change(resource.resourceType(), resource.resourceName(), steps);
        }
        return new MetadataChange<>(
                metadata.submit(
                        new MetadataCommand.ReplaceConfigs(
                                answers.changes(), request.validateOnly())),
                reply -> response(reply, answers));
    }

    private static AlterConfigsResponseData response(
            MetadataReply.ConfigsAltered reply, ConfigAnswers answers) {
        var response = new AlterConfigsResponseData();
        answers.answer(
                reply,
                (type, name, outcome) ->
                        response.responses()
                                .add(
                                        new AlterConfigsResourceResponse()
                                                .setResourceType(type)
                                                .setResourceName(name)
                                                .setErrorCode(MetadataErrors.code(outcome))
                                                .setErrorMessage(MetadataErrors.message(outcome))));
        return response;
    }
}
