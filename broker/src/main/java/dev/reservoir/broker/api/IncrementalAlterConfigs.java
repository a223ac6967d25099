package dev.reservoir.broker.api;

import dev.reservoir.meta.change.ConfigChange;
import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;

import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;

import java.util.ArrayList;
import java.util.List;

/**
 * IncrementalAlterConfigs (key 44, versions 0 to 1; KIP-339): topics, this broker, and all brokers
 * (the broker named "").
 *
 * <p>Of a broker's configs the defaults of topics can be changed at run time. Loggers, client
 * metrics and groups have no configs here: INVALID_REQUEST.
 */
public final class IncrementalAlterConfigs implements Handler<IncrementalAlterConfigsRequestData> {
    private final Metadata metadata;

    public IncrementalAlterConfigs(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public Reply handle(RequestContext context, IncrementalAlterConfigsRequestData request) {
        ConfigAnswers answers = new ConfigAnswers();
        request.resources().forEach(resource -> add(resource, answers));
        return new MetadataChange<>(
                metadata.submit(
                        new MetadataCommand.AlterConfigs(
                                answers.changes(), request.validateOnly())),
                reply -> response(reply, answers));
    }

    private static void add(AlterConfigsResource resource, ConfigAnswers answers) {
        List<ConfigChange.Step> steps = new ArrayList<>();
        for (AlterableConfig config : resource.configs()) {
            AlterConfigOp.OpType op = AlterConfigOp.OpType.forId(config.configOperation());
            if (op == null) {
                answers.refuse(
                        resource.resourceType(),
                        resource.resourceName(),
                        "Unknown operations type " + config.configOperation());
                return;
            }
            steps.add(
                    new ConfigChange.Step(
                            config.name(), ConfigChange.Op.valueOf(op.name()), config.value()));
        }
        answers.change(resource.resourceType(), resource.resourceName(), steps);
    }

    private static IncrementalAlterConfigsResponseData response(
            MetadataReply.ConfigsAltered reply, ConfigAnswers answers) {
        var response = new IncrementalAlterConfigsResponseData();
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
