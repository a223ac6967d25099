package dev.reservoir.broker.api;

import dev.reservoir.broker.partition.Partition;
import dev.reservoir.broker.partition.Partitions;
import dev.reservoir.log.StorageException;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicImage;
import dev.reservoir.meta.change.Metadata;

import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData.DescribableLogDirTopic;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * DescribeLogDirs (key 35, versions 1 to 5; KIP-113, KIP-827): the one data directory with the
 * sizes of its partitions and, from version 4 on, of its disk.
 *
 * <p>Sizes are those of the partitions' segments; the journal, which all partitions share, is not
 * in them. A partition that cannot be read is left out, as an offline one in Kafka.
 */
public final class DescribeLogDirs implements Handler<DescribeLogDirsRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(DescribeLogDirs.class);

    private final Metadata metadata;
    private final Partitions partitions;
    private final DataDirectory directory;

    public DescribeLogDirs(Metadata metadata, Partitions partitions, DataDirectory directory) {
        this.metadata = metadata;
        this.partitions = partitions;
        this.directory = directory;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_LOG_DIRS;
    }

    @Override
    public Reply handle(RequestContext context, DescribeLogDirsRequestData request) {
        var result = new DescribeLogDirsResult().setLogDir(directory.path());
        try {
            result.setTotalBytes(directory.totalBytes()).setUsableBytes(directory.usableBytes());
            addTopics(result, request);
        } catch (IOException e) {
            LOG.warn("The space of data directory {} cannot be found out", directory.path(), e);
            result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
        var response = new DescribeLogDirsResponseData();
        response.results().add(result);
        return Reply.of(response);
    }

    private void addTopics(DescribeLogDirsResult result, DescribeLogDirsRequestData request) {
        MetadataImage image = metadata.image();
        if (request.topics() == null) {
            for (var entry : image.topics()) {
                TopicImage topic = entry.value();
                add(result, topic.name(), indexes(topic));
            }
            return;
        }
        for (DescribableLogDirTopic topic : request.topics()) {
            add(result, topic.topic(), new TreeSet<>(topic.partitions()));
        }
    }

    private static Iterable<Integer> indexes(TopicImage topic) {
        return () -> IntStream.range(0, topic.partitionCount()).iterator();
    }

    private void add(DescribeLogDirsResult result, String topic, Iterable<Integer> indexes) {
        var described = new DescribeLogDirsTopic().setName(topic);
        for (int index : indexes) {
            Partition partition = partitions.find(topic, index);
            if (partition != null) {
                add(described, index, partition);
            }
        }
        if (!described.partitions().isEmpty()) {
            result.topics().add(described);
        }
    }

    private static void add(DescribeLogDirsTopic topic, int index, Partition partition) {
        try {
            topic.partitions()
                    .add(
                            new DescribeLogDirsPartition()
                                    .setPartitionIndex(index)
                                    .setPartitionSize(partition.log().bytes()));
        } catch (StorageException e) {
            LOG.warn("The size of {}-{} cannot be found out", topic.name(), index, e);
        }
    }
}
