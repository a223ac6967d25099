package dev.reservoir.broker.api;

import dev.reservoir.meta.change.Metadata;
import dev.reservoir.meta.change.MetadataCommand;
import dev.reservoir.meta.change.MetadataReply;

import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData.CreatePartitionsTopic;
import org.apache.kafka.common.message.CreatePartitionsResponseData;
import org.apache.kafka.common.message.CreatePartitionsResponseData.CreatePartitionsTopicResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** CreatePartitions (key 37, versions 0 to 3), as in Kafka. */
public final class CreatePartitions implements Handler<CreatePartitionsRequestData> {
    private final Metadata metadata;

    public CreatePartitions(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.CREATE_PARTITIONS;
    }

    @Override
    public Reply handle(RequestContext context, CreatePartitionsRequestData request) {
        List<MetadataCommand.Growth> topics = new ArrayList<>();
        for (CreatePartitionsTopic topic : request.topics()) {
            topics.add(new MetadataCommand.Growth(topic.name(), topic.count(), assignments(topic)));
        }
        return new MetadataChange<>(
                metadata.submit(
                        new MetadataCommand.CreatePartitions(topics, request.validateOnly())),
                CreatePartitions::response);
    }

    private static @Nullable List<List<Integer>> assignments(CreatePartitionsTopic topic) {
        if (topic.assignments() == null) {
            return null;
        }
        List<List<Integer>> assignments = new ArrayList<>();
        topic.assignments().forEach(given -> assignments.add(List.copyOf(given.brokerIds())));
        return assignments;
    }

    private static CreatePartitionsResponseData response(MetadataReply.PartitionsCreated reply) {
        var response = new CreatePartitionsResponseData();
        for (MetadataReply.GrownTopic topic : reply.topics()) {
            response.results()
                    .add(
                            new CreatePartitionsTopicResult()
                                    .setName(topic.name())
                                    .setErrorCode(MetadataErrors.code(topic.outcome()))
                                    .setErrorMessage(MetadataErrors.message(topic.outcome())));
        }
        return response;
    }
}
